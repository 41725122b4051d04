/* What changed in a schema, whom it breaks, and the sentence: a row per turn of a keyword, as seen by an
 * application that sends and by one that receives. */
#include "contract/diff.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "suite.h"

#define RECEIVES "receive"
#define SENDS	 "send"

struct row {
	const char *was, *is; /* the payload's schema, in flow style */
	const char *received; /* "breaks producers: order payload ..." where the application receives */
	const char *sent;     /* the class alone where it sends; NULL: as `received` */
};

static struct contract *load(const char *file, const char *fmt, const char *a, const char *b)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct diag d = { .out = stdout };
	struct contract *c;

	buf_printf(&text, "asyncapi: 3.0.0\ninfo: {title: T, version: 1.0.0}\n");
	for (const char *p = fmt; *p; p++) {
		if (p[0] == '$' && (p[1] == '1' || p[1] == '2'))
			buf_str(&text, *++p == '1' ? a : b);
		else
			buf_char(&text, *p);
	}
	c = contract_load_text(file, buf_view(&text), &d);
	ck_assert_msg(c && !d.errors, "%s", buf_cstr(&text));
	diag_release(&d);
	return c;
}

static const char one_channel[] = "channels:\n"
				  "  orders:\n"
				  "    address: orders\n"
				  "    messages:\n"
				  "      order: {payload: $1}\n"
				  "operations:\n"
				  "  op: {action: $2, channel: {$ref: '#/channels/orders'}}\n"
				  "components:\n"
				  "  schemas:\n"
				  "    A: {type: object, required: [a], properties: {a: {type: string}}}\n"
				  "    B: {type: object, required: [b], properties: {b: {type: integer}}}\n";

/* One line per change: class, sentence, what was. */
static char *compare(struct contract *a, struct contract *b, enum diff_mode mode)
{
	struct buf out = BUF_INIT(0);
	struct diff d;

	contract_diff(a, b, mode, &d);
	for (size_t i = 0; i < d.n; i++) {
		const struct change *c = &d.changes[i];

		buf_printf(&out, "%s%s: %s", i ? "\n" : "", diff_class_name(c->breaks), c->text);
		if (c->was)
			buf_printf(&out, " (%s)", c->was);
	}
	diff_release(&d);
	contract_drop(a);
	contract_drop(b);
	buf_cstr(&out);
	return out.data;
}

static char *compare_payloads(const char *was, const char *is, const char *action, enum diff_mode mode)
{
	return compare(load("old.yaml", one_channel, was, action), load("new.yaml", one_channel, is, action),
		       mode);
}

#define P  "breaks producers: order payload"
#define N  "compatible: order payload"
#define C  "breaks consumers"
#define OK "compatible"

static const struct row rows[] = {
	/* types */
	{"{type: string}",								   "{type: string}",				      "",							    ""	     },
	{ "{type: string}",								  "{type: integer}",			       P " must now be an integer (was a string)",			   C	     },
	{ "{type: integer}",								 "{type: number}",			       N " may now be a number (was an integer)",			  C	    },
	{ "{type: number}",								  "{type: integer}",			       P " must now be an integer (was a number)",			   OK	      },
	{ "{type: string}",								  "{type: [string, 'null']}",			N " may now be a string or null (was a string)",		 C	   },
	{ "{}",									      "{type: string}",				  P " must now be a string (was anything)",			    OK       },
 /* bounds */
	{ "{type: integer}",								 "{type: integer, minimum: 1}",		    P " must now be >= 1",					   OK	      },
	{ "{type: integer, minimum: 1}",						     "{type: integer, minimum: 2}",			P " must now be >= 2 (was >= 1)",
	  OK																									  },
	{ "{type: integer, minimum: 2}",						     "{type: integer, minimum: 1}",			N " may now be >= 1 (was >= 2)",				 C	   },
	{ "{type: integer, minimum: 2}",						     "{type: integer}",				    N " has no minimum any more (was >= 2)",			     C	       },
	{ "{type: number, minimum: 2}",						      "{type: number, exclusiveMinimum: 2}",
	  P " must now be > 2 (was >= 2)",																				   OK	      },
	{ "{type: number, minimum: 3}",						      "{type: number, exclusiveMinimum: 2}",	       N " may now be > 2 (was >= 3)",
	  C																									   },
	{ "{type: number, minimum: 1.0}",						    "{type: number, minimum: 1}",			"",							    ""       },
	{ "{type: number, maximum: 1e2}",						    "{type: number, maximum: 99.5}",
	  P " must now be <= 99.5 (was <= 1e2)",																			     OK	    },
	{ "{type: number, maximum: 10}",						     "{type: number, maximum: 11}",			N " may now be <= 11 (was <= 10)",
	  C																									   },
	{ "{type: number, multipleOf: 2}",						   "{type: number, multipleOf: 4}",
	  P " must now be a multiple of 4 (was 2)",																			  OK       },
	{ "{type: number, multipleOf: 4}",						   "{type: number, multipleOf: 2}",
	  N " may now be a multiple of 2 (was 4)",																			   C	     },
	{ "{type: number, multipleOf: 4}",						   "{type: number, multipleOf: 3}",
	  P " must now be a multiple of 3 (was 4)",																			  C	      },
	{ "{type: string, minimum: 1}",						      "{type: string, minimum: 5}",		      "",								  ""	     },
 /* text */
	{ "{type: string, maxLength: 9}",						    "{type: string, maxLength: 8}",
	  P " must now be at most 8 characters long (was 9)",																		OK	 },
	{ "{type: string, maxLength: 9}",						    "{type: string}",				    N " has no maximum length any more (was 9)",			 C	   },
	{ "{type: string, minLength: 0}",						    "{type: string}",				    "",								""	   },
	{ "{type: string, minLength: 2}",						    "{type: string, minLength: 1}",
	  N " may now be as short as 1 characters long (was 2)",																	     C	   },
	{ "{type: string}",								  "{type: string, pattern: '^a'}",		     P " must now match \"^a\"",					 OK	    },
	{ "{type: string, pattern: '^a'}",						   "{type: string}",				     N " need no longer match a pattern (was \"^a\")",
	  C																									   },
	{ "{type: string, pattern: '^a'}",						   "{type: string, pattern: '^b'}",
	  P " must now match \"^b\" (was \"^a\")",																			   C	     },
	{ "{type: string}",								  "{type: string, format: uuid}",		    P " must now have the format \"uuid\"",			    OK       },
	{ "{type: integer, format: int32}",						  "{type: integer, format: int64}",
	  N " may now have the format \"int64\" (was \"int32\")",																	    C	    },
	{ "{type: integer, format: int64}",						  "{type: integer, format: int32}",
	  P " must now have the format \"int32\" (was \"int64\")",																	   OK	      },
 /* values */
	{ "{enum: [a, b]}",								  "{enum: [b]}",				   P " can no longer be \"a\"",					OK	   },
	{ "{enum: [b]}",								     "{enum: [a, b]}",				   N " can now also be \"a\"",				       C	 },
	{ "{enum: [a, b]}",								  "{enum: [b, a]}",				      "",							    ""	     },
	{ "{const: a}",								      "{enum: [a, b]}",				  N " can now also be \"b\"",				      C	},
	{ "{const: a}",								      "{const: b}",				      P " can no longer be \"a\"\n" N " can now also be \"b\"",	OK "\n" C},
	{ "{type: string}",								  "{type: string, enum: [a]}",			 P " must now be one of \"a\"",					OK	   },
	{ "{type: string, enum: [a]}",						       "{type: string}",				 N " is no longer limited to listed values",		     C	       },
 /* arrays */
	{ "{type: array, items: {type: string}}",						  "{type: array, items: {type: integer}}",
	  P "[] must now be an integer (was a string)",																		      C	  },
	{ "{type: array}",								   "{type: array, items: {type: string}}",	   P "[] must now be a string (was anything)",
	  OK																									  },
	{ "{type: array, maxItems: 3}",						      "{type: array, maxItems: 2}",
	  P " must now have at most 2 items (was 3)",																			OK	 },
	{ "{type: array}",								   "{type: array, uniqueItems: true}",	       P " must now have items that differ: true",
	  OK																									  },
	{ "{type: array, uniqueItems: false}",					       "{type: array}",				"",							    ""       },
	{ "{type: array, items: [{type: string}]}",					    "{type: array, items: [{type: integer}]}",
	  P "[0] must now be an integer (was a string)",																		     C	   },
 /* objects */
	{ "{type: object}",								  "{type: object, required: [a]}",		     P ".a is now required (was optional)",			    OK       },
	{ "{required: [a], properties: {a: {}}}",						  "{properties: {a: {}}}",
	  N ".a is no longer required (was required)",																		       C	 },
	{ "{properties: {a: {}}}",							   "{properties: {a: {}, b: {}}}",		   N ".b is new, and optional",					OK	   },
	{ "{properties: {a: {}}}",							   "{properties: {a: {}, b: {}}, required: [b]}",  P ".b is new and required",
	  OK																									  },
	{ "{properties: {a: {}}, additionalProperties: false}",
	  "{properties: {a: {}, b: {}}, additionalProperties: false}",									N ".b is new, and optional",				    C	      },
	{ "{properties: {a: {}, b: {}}}",						    "{properties: {a: {}}}",			   N ".b is gone (was optional)",				  C	    },
	{ "{properties: {a: {}, b: {}}, additionalProperties: false}",
	  "{properties: {a: {}}, additionalProperties: false}",									       P ".b is gone (was optional)",				       C	 },
	{ "{type: object}",								  "{type: object, additionalProperties: false}",
	  P " no longer allows properties that it does not list",																	    OK	     },
	{ "{type: object, additionalProperties: false}",					 "{type: object}",
	  N " now allows properties that it does not list",																		  C	      },
	{ "{additionalProperties: {type: string}}",					    "{additionalProperties: {type: integer}}",
	  P "[other properties] must now be an integer (was a string)",																      C	  },
	{ "{patternProperties: {'^a': {type: string}}}",					 "{patternProperties: {'^a': {type: integer}}}",
	  P "[/^a/] must now be an integer (was a string)",																		  C	      },
	{ "{propertyNames: {maxLength: 9}}",						 "{propertyNames: {maxLength: 8}}",
	  P "[property names] must now be at most 8 characters long (was 9)",																OK	 },
	{ "{properties: {a: {properties: {'b c': {type: string}}}}}",
	  "{properties: {a: {properties: {'b c': {type: [string, 'null']}}}}}",							       N ".a[\"b c\"] may now be a string or null (was a string)",    C	},
 /* through $ref and allOf */
	{ "{$ref: '#/components/schemas/A'}",
	  "{type: object, required: [a], properties: {a: {type: string}}}",								    "",								""	   },
	{ "{allOf: [{$ref: '#/components/schemas/A'}, {properties: {c: {}}}]}",
	  "{type: object, required: [a], properties: {a: {type: string}, c: {}}}",								   "",							       ""	  },
	{ "{allOf: [{properties: {a: {maxLength: 5}}}, {properties: {a: {maxLength: 3}}}]}",
	  "{properties: {a: {maxLength: 4}}}",												N ".a may now be up to 4 characters long (was 3)",		  C	    },
 /* alternatives */
	{ "{oneOf: [{$ref: '#/components/schemas/A'}]}",
	  "{oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}]}",						    N " can now also be B",					C	    },
	{ "{anyOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}]}",
	  "{anyOf: [{$ref: '#/components/schemas/A'}]}",										      P " can no longer be B",					  OK	     },
	{ "{$ref: '#/components/schemas/A'}",
	  "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",						    N " can now also be B",					C	    },
	{ "{oneOf: [{type: string, maxLength: 5}, {type: integer}]}",
	  "{oneOf: [{type: integer}, {type: string, maxLength: 4}]}",									 P " must now be at most 4 characters long (was 5)",	      OK	 },
	{ "{oneOf: [{type: integer}, {type: string}]}",					"{anyOf: [{type: string}, {type: integer}]}",   "",
	  ""																									  },
 /* what has no order counts both ways */
	{ "{not: {const: 1}}",							       "{not: {const: 2}}",			    P " must now not be what its \"not\" says",			C	  },
	{ "{}",									      "{if: {const: 1}, then: {}}",		      P " has a new condition (\"if\")\n" P " has another \"then\"",
	  OK "\n" OK																								  },
	{ "{not: {const: 1, description: x}}",					       "{not: {const: 1}}",			    "",								""	   },
 /* true and false */
	{ "{properties: {a: true}}",							 "{properties: {a: false}}",			 P ".a is no longer allowed",				      C	},
	{ "{properties: {a: true}}",							 "{properties: {a: {}}}",			      "",								  ""	     },
 /* words for people change nothing */
	{ "{description: x, title: y, examples: [1], x-a: 1}",			       "{}",					     "",								 ""	    },
	{ "{default: 1}",								    "{default: 2}",				  N " now defaults to 2 (was 1)",				  OK	     },
};

static const char *class_end(const char *line)
{
	const char *colon = strchr(line, ':');

	return colon ? colon : line + strlen(line);
}

/* "compatible\nbreaks consumers" of whole lines. */
static char *classes(const char *lines)
{
	struct buf out = BUF_INIT(0);

	while (*lines) {
		const char *end = strchr(lines, '\n');

		if (out.len)
			buf_char(&out, '\n');
		buf_add(&out, lines, (size_t)(class_end(lines) - lines));
		lines = end ? end + 1 : lines + strlen(lines);
	}
	buf_cstr(&out);
	return out.data;
}

START_TEST(each_change_of_a_schema_is_told_and_classed)
{
	const struct row *r = &rows[_i];
	char *received = compare_payloads(r->was, r->is, RECEIVES, DIFF_BY_DIRECTION);
	char *sent = compare_payloads(r->was, r->is, SENDS, DIFF_BY_DIRECTION);
	char *sent_classes = classes(sent ? sent : "");

	ck_assert_msg(!strcmp(received ? received : "", r->received), "%s -> %s: received: got\n%s\nnot\n%s",
		      r->was, r->is, received, r->received);
	ck_assert_msg(!strcmp(sent_classes ? sent_classes : "", r->sent), "%s -> %s: sent: got\n%s", r->was,
		      r->is, sent);
	free(received);
	free(sent);
	free(sent_classes);
}
END_TEST

static const struct {
	const char *was, *is;
	const char *backward, *forward, *full; /* classes */
} modes[] = {
	{"{type: integer}",				     "{type: number}",		       OK,		   C,  C				},
	{ "{type: number}",				     "{type: integer}",	       "breaks producers", OK, "breaks producers"		  },
	{ "{type: string}",				     "{type: integer}",	       "breaks producers", C,  "breaks consumers and producers"},
 /* an open object may have had anything under that name */
	{ "{properties: {a: {}}}",				   "{properties: {a: {}, b: {}}}",  "breaks producers", OK,
	  "breaks producers"															      },
	{ "{properties: {a: {}}, additionalProperties: false}",
	  "{properties: {a: {}, b: {}}, additionalProperties: false}",			       OK,		   C,  C				},
	{ "{properties: {a: {}, b: {}}}",			  "{properties: {a: {}}}",	   OK,		       C,  C				    },
	{ "{properties: {a: {}}, required: [a]}",		  "{properties: {a: {}}}",	   OK,		       C,  C				    },
	{ "{type: object}",				     "{type: object, required: [a]}", "breaks producers", OK, "breaks producers"		},
};

START_TEST(registries_modes_ask_nothing_of_the_direction)
{
	static const char *const actions[] = { SENDS, RECEIVES };
	static const enum diff_mode of[] = { DIFF_BACKWARD, DIFF_FORWARD, DIFF_FULL };
	const char *want[] = { modes[_i].backward, modes[_i].forward, modes[_i].full };

	for (size_t a = 0; a < 2; a++)
		for (size_t m = 0; m < 3; m++) {
			char *got = compare_payloads(modes[_i].was, modes[_i].is, actions[a], of[m]);
			char *only = classes(got ? got : "");

			ck_assert_msg(only && !strcmp(only, want[m]), "%s -> %s, mode %zu: got %s",
				      modes[_i].was, modes[_i].is, m, got);
			free(got);
			free(only);
		}
}
END_TEST

/* --- beside schemas: documents whose rest is the row's */

static const char server_and_channel[] = "servers: {s: {host: 'h:1883', protocol: mqtt}}\n"
					 "channels: {c: {address: c}}\n";

static const struct {
	const char *was, *is, *want;
} documents[] = {
	{server_and_channel,										 server_and_channel,				  ""											      },
	{ "servers: {s: {host: 'h:1883', protocol: mqtt}}\n",
	  "servers: {s: {host: 'g:1884', protocol: mqtt}}\n",												   "breaks consumers and producers: server s has another host: g (was h)\n"
	  "breaks consumers and producers: server s has another port: 1884 (was 1883)"													     },
	{ "servers: {s: {host: h, protocol: mqtt}}\n",						       "servers: {t: {host: h, protocol: mqtt}}\n",	    ""											       },
	{ "servers: {s: {host: h, protocol: mqtt}}\n",						       "servers: {s: {host: h, protocol: mqtts}}\n",
	  "breaks consumers and producers: server s has another protocol: mqtts (was mqtt)"																				     },
	{ "servers: {s: {host: h, protocol: mqtt}}\n",
	  "servers: {s: {host: h, protocol: mqtt, security: [{type: userPassword}]}}\n",									"breaks consumers and producers: server s now asks for credentials"			      },
	{ "servers: {s: {host: h, protocol: mqtt, security: [{type: userPassword}]}}\n",
	  "servers: {s: {host: h, protocol: mqtt, security: [{type: userPassword, description: d}, {type: "
	  "X509}]}}\n",																	"compatible: server s now takes credentials of the kind X509"					},
	{ "servers: {s: {host: h, protocol: mqtt, security: [{type: X509}, {type: userPassword}]}}\n",
	  "servers: {s: {host: h, protocol: mqtt, security: [{type: X509}]}}\n",										"breaks consumers and producers: server s no longer takes credentials of the kind userPassword as "
	  "they were"																			   },
	{ "channels: {a: {address: a}}\n",								   "channels: {a: {address: b}}\n",
	  "breaks consumers and producers: b has another address: b (was a)"																						    },
	{ "channels: {a: {address: a}}\n",								   "channels: {x: {address: a}}\n",		    ""											      },
	{ "channels: {a: {address: a}}\n",								   "channels: {a: {address: a}, b: {address: b}}\n",
	  "compatible: b is a new channel"																										      },
	{ "channels: {a: {address: a}, b: {address: b}}\noperations: {o: {action: send, channel: {$ref: "
	  "'#/channels/b'}}}\n",								    "channels: {a: {address: a}}\n",		   "breaks consumers: b is no longer there (the channel)"					  },
	{ "channels: {a: {address: 'a/{x}', parameters: {x: {}}}}\n",
	  "channels: {a: {address: 'a/{y}', parameters: {y: {}}}}\n",											   "compatible: a/{y} has another name for a parameter in its address (was a/{x})"		  },
	{ "channels: {a: {address: 'a/{x}', parameters: {x: {enum: [u, v]}}}}\n",
	  "channels: {a: {address: 'a/{x}', parameters: {x: {enum: [v, w]}}}}\n",									       "breaks producers: a/{x} parameter x can no longer be \"u\"\n"
	  "breaks consumers: a/{x} parameter x can now also be \"w\""													  },
	{ "channels: {a: {address: a, messages: {m: {payload: {type: string}}}}}\n",
	  "channels: {a: {address: a, messages: {n: {payload: {type: string}}}}}\n",									    "compatible: n has another name (was m)"							},
	{ "channels: {a: {address: a, messages: {m: {payload: {type: string}}, n: {payload: {type: "
	  "integer}}}}}\n",									 "channels: {a: {address: a, messages: {n: {payload: {type: integer}}, o: {payload: {type: "
	  "array}}}}}\n",												  "breaks consumers: o is new on a\nbreaks consumers and producers: m is no longer on a"		 },
	{ "channels: {a: {address: a, messages: {m: {contentType: application/json}}}}\n",
	  "channels: {a: {address: a, messages: {m: {contentType: application/cbor}}}}\n",								      "breaks consumers and producers: m has the content type application/cbor (was application/json)"},
	{ "channels: {a: {address: a, messages: {m: {headers: {properties: {h: {type: string}}}}}}}\n",
	  "channels: {a: {address: a, messages: {m: {headers: {required: [h], properties: {h: {type: "
	  "string}}}}}}}\n",																   "breaks producers: m headers.h is now required (was optional)"					 },
	{ "channels: {a: {address: a, messages: {m: {correlationId: {location: '$message.header#/a'}}}}}\n",
	  "channels: {a: {address: a, messages: {m: {correlationId: {location: '$message.payload#/a'}}}}}\n",						   "breaks consumers and producers: m has its correlation id in: payload#/a (was header#/a)"	    },
	{ "channels: {a: {address: a, messages: {m: {bindings: {kafka: {key: {type: string}}}}}}}\n",
	  "channels: {a: {address: a, messages: {m: {bindings: {kafka: {key: {type: integer}}}}}}}\n",							  "breaks consumers and producers: m kafka binding key must now be an integer (was a string)"     },
	{ "channels: {a: {address: a, bindings: {kafka: {topic: t, partitions: 1}}}}\n",
	  "channels: {a: {address: a, bindings: {kafka: {topic: u, partitions: 2}}}}\n",									"breaks consumers and producers: a kafka binding topic is now \"u\" (was \"t\")\n"
	  "compatible: a kafka binding partitions is now 2 (was 1)"												     },
	{ "channels: {a: {address: a}}\noperations: {o: {action: send, channel: {$ref: '#/channels/a'}}}\n",
	  "channels: {a: {address: a}}\noperations: {o: {action: receive, channel: {$ref: "
	  "'#/channels/a'}}}\n",															       "compatible: a is a channel on which the application now receives\n"
	  "breaks consumers: a is a channel on which the application no longer sends, it receives (was: it "
	  "sends)"																									     },
	{ "channels: {a: {address: a, messages: {m: {}, n: {}}}}\noperations: {o: {action: send, channel: "
	  "{$ref: "
	  "'#/channels/a'}}}\n",								    "channels: {a: {address: a, messages: {m: {}, n: {}}}}\noperations: {o: {action: send, channel: "
	  "{$ref: "
	  "'#/channels/a'}, messages: [{$ref: '#/channels/a/messages/m'}]}}\n",				       "breaks consumers: n is no longer sent by the application"					     },
	{ "channels: {a: {address: a}, r: {address: r}}\noperations: {o: {action: receive, channel: {$ref: "
	  "'#/channels/a'}, reply: {channel: {$ref: '#/channels/r'}}}}\n",			  "channels: {a: {address: a}, r: {address: r}}\noperations: {o: {action: receive, channel: {$ref: "
	  "'#/channels/a'}}}\n",					    "breaks consumers and producers: o has no reply any more"					    },
};

START_TEST(each_change_beside_schemas_is_told_and_classed)
{
	char *got = compare(load("old.yaml", documents[_i].was, "", ""),
			    load("new.yaml", documents[_i].is, "", ""), DIFF_BY_DIRECTION);

	ck_assert_msg(!strcmp(got ? got : "", documents[_i].want), "%s ->\n%s: got\n%s\nnot\n%s",
		      documents[_i].was, documents[_i].is, got, documents[_i].want);
	free(got);
}
END_TEST

START_TEST(circles_end_and_what_changed_in_them_is_said_once)
{
	static const char text[] =
		"channels: {a: {address: a, messages: {m: {payload: {$ref: "
		"'#/components/schemas/Tree'}}}}}\n"
		"operations: {o: {action: receive, channel: {$ref: '#/channels/a'}}}\n"
		"components: {schemas: {Tree: {type: object, properties: {name: $1, left: {$ref: "
		"'#/components/schemas/Tree'}, more: {type: array, items: {$ref: "
		"'#/components/schemas/Tree'}}}}}}\n";
	char *got = compare(load("old.yaml", text, "{type: string}", ""),
			    load("new.yaml", text, "{type: integer}", ""), DIFF_BY_DIRECTION);

	ck_assert_str_eq(got, "breaks producers: m payload.name must now be an integer (was a string)");
	free(got);
	got = compare(load("old.yaml", text, "{type: string}", ""),
		      load("new.yaml", text, "{type: string}", ""), DIFF_BY_DIRECTION);
	ck_assert_str_eq(got, "");
	free(got);
}
END_TEST

/* Each level has two ways to the next: 2^40 paths, and a change at the end of all of them. */
START_TEST(what_fans_out_is_bounded)
{
	BUF_AUTO struct buf text = BUF_INIT(0);
	struct contract *sides[2];
	struct diff d;

	buf_str(&text,
		"channels: {a: {address: a, messages: {m: {payload: {$ref: '#/components/schemas/L0'}}}}}\n"
		"components:\n  schemas:\n");
	for (int i = 0; i < 40; i++)
		buf_printf(&text,
			   "    L%d: {properties: {x: {$ref: '#/components/schemas/L%d'}, y: {$ref: "
			   "'#/components/schemas/L%d'}}}\n",
			   i, i + 1, i + 1);
	buf_str(&text, "    L40: {type: $1}\n");
	sides[0] = load("old.yaml", buf_cstr(&text), "string", "");
	sides[1] = load("new.yaml", buf_cstr(&text), "integer", "");
	contract_diff(sides[0], sides[1], DIFF_BY_DIRECTION, &d);
	ck_assert(d.is_broken);
	ck_assert_uint_le(d.n, 10000);
	diff_release(&d);
	contract_drop(sides[0]);
	contract_drop(sides[1]);
}
END_TEST

START_TEST(a_change_has_its_places_and_its_pointer)
{
	struct contract *a = load(
		"old.yaml", one_channel,
		"{required: [l], properties: {l: {type: array, items: {properties: {'a/b': {}}}}}}", SENDS);
	struct contract *b =
		load("new.yaml", one_channel,
		     "{properties: {l: {type: array, items: {properties: {'a/b': {type: string}}}}}}", SENDS);
	struct diff d;

	contract_diff(a, b, DIFF_BY_DIRECTION, &d);
	ck_assert_uint_eq(d.n, 2);
	ck_assert_str_eq(d.changes[0].code, "required");
	ck_assert(slice_is(d.changes[0].pointer, "/payload/l"));
	ck_assert_str_eq(d.changes[0].at.file, "new.yaml");
	ck_assert_uint_eq(d.changes[0].at.line, 7);
	ck_assert_uint_eq(d.changes[0].at.col, 38);
	ck_assert_str_eq(d.changes[0].was_at.file, "old.yaml");
	ck_assert_uint_eq(d.changes[0].was_at.col, 36);
	ck_assert(slice_is(d.changes[1].pointer, "/payload/l/*/a~1b"));
	ck_assert(slice_is(d.changes[1].channel, "orders"));
	ck_assert(slice_is(d.changes[1].message, "order"));
	ck_assert_uint_eq(d.breaks_consumers, 1);
	ck_assert_uint_eq(d.breaks_producers, 0);
	ck_assert_uint_eq(d.compatible, 1);
	diff_release(&d);
	contract_drop(a);
	contract_drop(b);
}
END_TEST

/* 2.x says publish for what the application receives; messages have no keys there. */
START_TEST(versions_may_be_mixed)
{
	static const char old_text[] =
		"asyncapi: 2.6.0\ninfo: {title: T, version: 1.0.0}\nchannels:\n"
		"  orders/{id}:\n    parameters: {id: {schema: {type: string}}}\n"
		"    publish: {message: {payload: {type: object, properties: {a: {type: "
		"integer}}}}}\n";
	static const char new_text[] =
		"channels: {orders: {address: 'orders/{id}', parameters: {id: {}}, messages: "
		"{placed: {payload: {type: object, required: [a], properties: {a: {type: "
		"integer}}}}}}}\n"
		"operations: {take: {action: receive, channel: {$ref: '#/channels/orders'}}}\n";
	struct diag quiet = { 0 };
	struct contract *a = contract_load_text("old.yaml", slice_str(old_text), &quiet);
	char *got = compare(a, load("new.yaml", new_text, "", ""), DIFF_BY_DIRECTION);

	ck_assert_str_eq(got, "compatible: placed has another name (was message)\n"
			      "breaks producers: placed payload.a is now required (was optional)");
	free(got);
	diag_release(&quiet);
}
END_TEST

SUITE(diff)
{
	LOOP_TEST(each_change_of_a_schema_is_told_and_classed, 0, ARRAY_SIZE(rows));
	LOOP_TEST(registries_modes_ask_nothing_of_the_direction, 0, ARRAY_SIZE(modes));
	LOOP_TEST(each_change_beside_schemas_is_told_and_classed, 0, ARRAY_SIZE(documents));
	TEST(circles_end_and_what_changed_in_them_is_said_once);
	TEST(what_fans_out_is_bounded);
	TEST(a_change_has_its_places_and_its_pointer);
	TEST(versions_may_be_mixed);
}
