#include "contract/bundle_place.h"

static const struct {
	enum place_kind in;
	const char *key; /* NULL: any, and items of a list; the last row of its place */
	enum place_kind to;
} rows[] = {
	{PLACE_ROOT,		      "info",	      PLACE_INFO		 },
	{ PLACE_ROOT,		      "servers",		 PLACE_SERVERS	       },
	{ PLACE_ROOT,		      "channels",	  PLACE_CHANNELS		 },
	{ PLACE_ROOT,		      "operations",	    PLACE_OPERATIONS	     },
	{ PLACE_ROOT,		      "components",	    PLACE_COMPONENTS	     },
	{ PLACE_ROOT,		      "tags",	      PLACE_TAGS		 },
	{ PLACE_ROOT,		      "externalDocs",      PLACE_DOCS		 },
	{ PLACE_INFO,		      "tags",	      PLACE_TAGS		 },
	{ PLACE_INFO,		      "externalDocs",      PLACE_DOCS		 },
	{ PLACE_COMPONENTS,	    "schemas",	       PLACE_SCHEMAS	     },
	{ PLACE_COMPONENTS,	    "servers",	       PLACE_SERVERS	     },
	{ PLACE_COMPONENTS,	    "serverVariables",   PLACE_VARIABLES	       },
	{ PLACE_COMPONENTS,	    "channels",		PLACE_CHANNELS	       },
	{ PLACE_COMPONENTS,	    "operations",	  PLACE_OPERATIONS	   },
	{ PLACE_COMPONENTS,	    "messages",		PLACE_MESSAGES	       },
	{ PLACE_COMPONENTS,	    "securitySchemes",   PLACE_SECURITIES		},
	{ PLACE_COMPONENTS,	    "parameters",	  PLACE_PARAMETERS	   },
	{ PLACE_COMPONENTS,	    "correlationIds",    PLACE_CORRELATIONS	 },
	{ PLACE_COMPONENTS,	    "operationTraits",   PLACE_OPERATION_TRAITS   },
	{ PLACE_COMPONENTS,	    "messageTraits",     PLACE_MESSAGE_TRAITS	  },
	{ PLACE_COMPONENTS,	    "replies",	       PLACE_REPLIES	     },
	{ PLACE_COMPONENTS,	    "replyAddresses",    PLACE_ADDRESSES	      },
	{ PLACE_COMPONENTS,	    "externalDocs",	    PLACE_DOCS_ALL	   },
	{ PLACE_COMPONENTS,	    "tags",		    PLACE_TAGS	       },
	{ PLACE_COMPONENTS,	    "serverBindings",    PLACE_BINDINGS_SERVERS   },
	{ PLACE_COMPONENTS,	    "channelBindings",   PLACE_BINDINGS_CHANNELS  },
	{ PLACE_COMPONENTS,	    "operationBindings", PLACE_BINDINGS_OPERATIONS},
	{ PLACE_COMPONENTS,	    "messageBindings",   PLACE_BINDINGS_MESSAGES  },
	{ PLACE_SERVERS,		 NULL,		       PLACE_SERVER		    },
	{ PLACE_SERVER,		"variables",	     PLACE_VARIABLES	     },
	{ PLACE_SERVER,		"security",	    PLACE_SECURITIES	     },
	{ PLACE_SERVER,		"bindings",	    PLACE_BINDINGS_SERVER	  },
	{ PLACE_SERVER,		"tags",		PLACE_TAGS		   },
	{ PLACE_SERVER,		"externalDocs",	PLACE_DOCS		   },
	{ PLACE_VARIABLES,	   NULL,		 PLACE_VARIABLE		},
	{ PLACE_CHANNELS,		  NULL,		PLACE_CHANNEL	      },
	{ PLACE_CHANNEL,		 "parameters",	       PLACE_PARAMETERS		},
	{ PLACE_CHANNEL,		 "messages",	     PLACE_MESSAGES	    },
	{ PLACE_CHANNEL,		 "publish",	    PLACE_OPERATION	    },
	{ PLACE_CHANNEL,		 "subscribe",	      PLACE_OPERATION	      },
	{ PLACE_CHANNEL,		 "servers",	    PLACE_LINKS		},
	{ PLACE_CHANNEL,		 "bindings",	     PLACE_BINDINGS_CHANNEL   },
	{ PLACE_CHANNEL,		 "tags",		 PLACE_TAGS		    },
	{ PLACE_CHANNEL,		 "externalDocs",	 PLACE_DOCS		    },
	{ PLACE_PARAMETERS,	    NULL,		  PLACE_PARAMETER	  },
	{ PLACE_PARAMETER,	   "schema",	     PLACE_SCHEMA		  },
	{ PLACE_OPERATIONS,	    NULL,		  PLACE_OPERATION	  },
	{ PLACE_OPERATION,	   "message",	      PLACE_MESSAGE	    },
	{ PLACE_OPERATION,	   "traits",	     PLACE_OPERATION_TRAITS   },
	{ PLACE_OPERATION,	   "channel",	      PLACE_LINK		 },
	{ PLACE_OPERATION,	   "messages",	       PLACE_LINKS		   },
	{ PLACE_OPERATION,	   "reply",		    PLACE_REPLY		},
	{ PLACE_OPERATION,	   "security",	       PLACE_SECURITIES		},
	{ PLACE_OPERATION,	   "bindings",	       PLACE_BINDINGS_OPERATION },
	{ PLACE_OPERATION,	   "tags",		   PLACE_TAGS		      },
	{ PLACE_OPERATION,	   "externalDocs",	   PLACE_DOCS		      },
	{ PLACE_OPERATION_TRAITS,	  NULL,		PLACE_OPERATION_TRAIT    },
	{ PLACE_OPERATION_TRAIT,	 "security",	     PLACE_SECURITIES	      },
	{ PLACE_OPERATION_TRAIT,	 "bindings",	     PLACE_BINDINGS_OPERATION },
	{ PLACE_OPERATION_TRAIT,	 "tags",		 PLACE_TAGS		    },
	{ PLACE_OPERATION_TRAIT,	 "externalDocs",	 PLACE_DOCS		    },
	{ PLACE_REPLIES,		 NULL,		       PLACE_REPLY		   },
	{ PLACE_REPLY,	       "address",		  PLACE_ADDRESS		},
	{ PLACE_REPLY,	       "channel",		  PLACE_LINK		     },
	{ PLACE_REPLY,	       "messages",	   PLACE_LINKS	       },
	{ PLACE_ADDRESSES,	   NULL,		 PLACE_ADDRESS	       },
	{ PLACE_MESSAGES,		  NULL,		PLACE_MESSAGE	      },
	{ PLACE_MESSAGE,		 "oneOf",		  PLACE_MESSAGES		 },
	{ PLACE_MESSAGE,		 "traits",		   PLACE_MESSAGE_TRAITS	},
	{ PLACE_MESSAGE,		 "payload",	    PLACE_SCHEMA		 },
	{ PLACE_MESSAGE,		 "headers",	    PLACE_SCHEMA		 },
	{ PLACE_MESSAGE,		 "correlationId",	  PLACE_CORRELATION	    },
	{ PLACE_MESSAGE,		 "bindings",	     PLACE_BINDINGS_MESSAGE   },
	{ PLACE_MESSAGE,		 "tags",		 PLACE_TAGS		    },
	{ PLACE_MESSAGE,		 "externalDocs",	 PLACE_DOCS		    },
	{ PLACE_MESSAGE_TRAITS,	NULL,		      PLACE_MESSAGE_TRAIT	  },
	{ PLACE_MESSAGE_TRAIT,       "headers",		  PLACE_SCHEMA	       },
	{ PLACE_MESSAGE_TRAIT,       "correlationId",	PLACE_CORRELATION	  },
	{ PLACE_MESSAGE_TRAIT,       "bindings",	   PLACE_BINDINGS_MESSAGE	  },
	{ PLACE_MESSAGE_TRAIT,       "tags",	       PLACE_TAGS		  },
	{ PLACE_MESSAGE_TRAIT,       "externalDocs",      PLACE_DOCS		  },
	{ PLACE_CORRELATIONS,	      NULL,		    PLACE_CORRELATION	      },
	{ PLACE_SCHEMAS,		 NULL,		       PLACE_SCHEMA		    },
	{ PLACE_SCHEMA,		"properties",	      PLACE_SCHEMAS	    },
	{ PLACE_SCHEMA,		"patternProperties", PLACE_SCHEMAS		   },
	{ PLACE_SCHEMA,		"definitions",       PLACE_SCHEMAS	     },
	{ PLACE_SCHEMA,		"$defs",		 PLACE_SCHEMAS	       },
	{ PLACE_SCHEMA,		"dependencies",	PLACE_SCHEMAS	      },
	{ PLACE_SCHEMA,		"dependentSchemas",  PLACE_SCHEMAS		  },
	{ PLACE_SCHEMA,		"default",	   PLACE_DATA		      },
	{ PLACE_SCHEMA,		"const",		 PLACE_DATA		    },
	{ PLACE_SCHEMA,		"enum",		PLACE_DATA		   },
	{ PLACE_SCHEMA,		"example",	   PLACE_DATA		      },
	{ PLACE_SCHEMA,		"examples",	    PLACE_DATA	       },
	{ PLACE_SCHEMA,		NULL,		      PLACE_SCHEMA		   },
	{ PLACE_SECURITIES,	    NULL,		  PLACE_SECURITY		 },
	{ PLACE_TAGS,		      NULL,		    PLACE_TAG		      },
	{ PLACE_TAG,		     "externalDocs",	     PLACE_DOCS		},
	{ PLACE_DOCS_ALL,		  NULL,		PLACE_DOCS		   },
	{ PLACE_BINDINGS_SERVERS,	  NULL,		PLACE_BINDINGS_SERVER    },
	{ PLACE_BINDINGS_CHANNELS,   NULL,		 PLACE_BINDINGS_CHANNEL	},
	{ PLACE_BINDINGS_OPERATIONS, NULL,		   PLACE_BINDINGS_OPERATION },
	{ PLACE_BINDINGS_MESSAGES,   NULL,		 PLACE_BINDINGS_MESSAGE	},
	{ PLACE_BINDINGS_SERVER,	 NULL,		       PLACE_BINDING	     },
	{ PLACE_BINDINGS_CHANNEL,	  NULL,		PLACE_BINDING	      },
	{ PLACE_BINDINGS_OPERATION,  NULL,		  PLACE_BINDING		},
	{ PLACE_BINDINGS_MESSAGE,	  NULL,		PLACE_BINDING	      },
	{ PLACE_BINDING,		 NULL,		       PLACE_SCHEMA		    },
	{ PLACE_LINKS,	       NULL,		     PLACE_LINK		},
	{ PLACE_DATA,		      NULL,		    PLACE_DATA	       },
};

enum place_kind place_below(enum place_kind in, struct slice key, bool is_v2)
{
	/* An example is {name, headers, payload}; its payload is data. */
	if (slice_is(key, "examples") && (in == PLACE_MESSAGE || in == PLACE_MESSAGE_TRAIT))
		return PLACE_OTHER;
	if (in == PLACE_OTHER && (slice_is(key, "payload") || slice_is(key, "headers")))
		return PLACE_DATA;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool is_link = rows[i].to == PLACE_LINK || rows[i].to == PLACE_LINKS;

		if (rows[i].in == in && !(is_link && is_v2) && (!rows[i].key || slice_is(key, rows[i].key)))
			return rows[i].to;
	}
	return PLACE_OTHER;
}

static const struct {
	enum place_kind kind;
	const char *section;
	const char *since; /* the first version that has it */
} sections[] = {
	{PLACE_SCHEMA,		"schemas",	   "2.0.0"},
	{ PLACE_SERVER,		"servers",	   "2.3.0"},
	{ PLACE_VARIABLE,		  "serverVariables",   "2.4.0"},
	{ PLACE_CHANNEL,		 "channels",	     "2.3.0"},
	{ PLACE_OPERATION,	   "operations",	 "3.0.0"},
	{ PLACE_MESSAGE,		 "messages",	     "2.0.0"},
	{ PLACE_PARAMETER,	   "parameters",	 "2.0.0"},
	{ PLACE_CORRELATION,	     "correlationIds",    "2.0.0"},
	{ PLACE_OPERATION_TRAIT,	 "operationTraits",   "2.0.0"},
	{ PLACE_MESSAGE_TRAIT,      "messageTraits",	"2.0.0"},
	{ PLACE_SECURITY,		  "securitySchemes",   "3.0.0"},
	{ PLACE_REPLY,	       "replies",		  "3.0.0"},
	{ PLACE_ADDRESS,		 "replyAddresses",	   "3.0.0"},
	{ PLACE_DOCS,		      "externalDocs",      "3.0.0"},
	{ PLACE_TAG,		     "tags",		     "3.0.0"},
	{ PLACE_BINDINGS_SERVER,	 "serverBindings",	   "2.0.0"},
	{ PLACE_BINDINGS_CHANNEL,	  "channelBindings",   "2.0.0"},
	{ PLACE_BINDINGS_OPERATION, "operationBindings", "2.0.0"},
	{ PLACE_BINDINGS_MESSAGE,	  "messageBindings",   "2.0.0"},
};

const char *place_section(enum place_kind kind, struct slice version)
{
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		if (sections[i].kind == kind)
			return slice_compare(version, slice_str(sections[i].since)) < 0 ? NULL
											: sections[i].section;
	return NULL;
}
