/* The names of fakers, as the libraries of that name have them, and what we make of each: the words of a
 * property that looks like that. */
#include "contract/hints_faker.h"

#include <string.h>

#include "base/text.h"

static const struct {
	const char *name, *words;
} fakers[] = {
	{"person.firstName",		      "first name"	   },
	{ "person.lastName",		     "last name"	 },
	{ "person.fullName",		     "full name"	 },
	{ "person.prefix",		   "name prefix"	 },
	{ "person.suffix",		   "name suffix"	 },
	{ "person.jobTitle",		     "job title"	 },
	{ "person.gender",		   "gender"	    },
	{ "person.email",			  "email"	  },
	{ "person.bio",			"comment"	  },
	{ "name.firstName",		    "first name"	 },
	{ "name.lastName",		   "last name"     },
	{ "name.fullName",		   "full name"     },
	{ "name.findName",		   "full name"     },
	{ "name.jobTitle",		   "job title"     },
	{ "internet.email",		    "email"	    },
	{ "internet.exampleEmail",	   "email"	   },
	{ "internet.username",	       "username"	  },
	{ "internet.userName",	       "username"	  },
	{ "internet.displayName",		  "username"	     },
	{ "internet.password",	       "password"	  },
	{ "internet.url",			  "url"		},
	{ "internet.avatar",		     "avatar"	      },
	{ "internet.domainName",		 "domain"	  },
	{ "internet.ip",			 "ip"	      },
	{ "internet.ipv4",		   "ip"		},
	{ "internet.mac",			  "mac"		},
	{ "internet.port",		   "port"	  },
	{ "internet.userAgent",		"user agent"    },
	{ "internet.httpMethod",		 "http method"   },
	{ "internet.httpStatusCode",	     "http status"   },
	{ "internet.protocol",	       "protocol"	  },
	{ "internet.color",		    "hex color"	},
	{ "phone.number",			  "phone"	  },
	{ "phone.phoneNumber",	       "phone"	       },
	{ "phone.imei",			"imei"	       },
	{ "location.city",		   "city"	  },
	{ "location.country",		      "country"	},
	{ "location.countryCode",		  "country code"	 },
	{ "location.state",		    "province"      },
	{ "location.street",		     "street name"   },
	{ "location.streetAddress",	    "street address"},
	{ "location.buildingNumber",	     "house number"  },
	{ "location.zipCode",		      "zip code"	 },
	{ "location.latitude",	       "latitude"	  },
	{ "location.longitude",		"longitude"	    },
	{ "location.timeZone",	       "time zone"	   },
	{ "address.city",			  "city"		 },
	{ "address.country",		     "country"       },
	{ "address.countryCode",		 "country code"	},
	{ "address.streetAddress",	   "street address"},
	{ "address.zipCode",		     "zip code"	},
	{ "address.latitude",		      "latitude"	 },
	{ "address.longitude",	       "longitude"	   },
	{ "company.name",			  "company"	    },
	{ "company.companyName",		 "company"	   },
	{ "commerce.product",		      "product"	},
	{ "commerce.productName",		  "product name"	 },
	{ "commerce.department",		 "category"	    },
	{ "commerce.price",		    "price"	    },
	{ "commerce.isbn",		   "isbn"	  },
	{ "commerce.ean",			  "ean"		},
	{ "finance.amount",		    "amount"	     },
	{ "finance.currencyCode",		  "currency"	     },
	{ "finance.iban",			  "iban"		 },
	{ "finance.bic",			 "bic"	       },
	{ "finance.creditCardNumber",	      "credit card"   },
	{ "finance.creditCardCVV",	   "cvv"		 },
	{ "finance.accountNumber",	   "account number"},
	{ "finance.transactionDescription", "comment"	      },
	{ "date.past",		       "created at"    },
	{ "date.recent",			 "timestamp"     },
	{ "date.soon",		       "scheduled at"  },
	{ "date.future",			 "expires at"    },
	{ "date.birthdate",		    "birth date"	 },
	{ "date.month",			"month"		},
	{ "date.weekday",			  "weekday"	    },
	{ "string.uuid",			 "uuid"		},
	{ "datatype.uuid",		   "uuid"	  },
	{ "random.uuid",			 "uuid"		},
	{ "string.hexadecimal",		"token"		},
	{ "string.alphanumeric",		 "token"	 },
	{ "string.numeric",		    "number"	     },
	{ "number.int",			"quantity"	   },
	{ "datatype.number",		     "quantity"	},
	{ "number.float",			  "measurement"	},
	{ "datatype.boolean",		      ""		 },
	{ "lorem.word",			"alias"		},
	{ "lorem.words",			 "title"	 },
	{ "lorem.sentence",		    "comment"	      },
	{ "lorem.paragraph",		     "comment"       },
	{ "lorem.text",			"comment"	  },
	{ "vehicle.vin",			 "vin"	       },
	{ "vehicle.vrm",			 "license plate" },
	{ "vehicle.model",		   "vehicle model" },
	{ "vehicle.manufacturer",		  "manufacturer"	 },
	{ "color.human",			 "color"	 },
	{ "color.rgb",		       "hex color"	   },
	{ "system.fileName",		     "file name"	 },
	{ "system.filePath",		     "file path"	 },
	{ "system.mimeType",		     "mime type"	 },
	{ "system.semver",		   "version"	     },
	{ "image.url",		       "image url"	   },
	{ "image.avatar",			  "avatar"	   },
	{ "airline.flightNumber",		  "flight number" },
	{ "airline.airport",		     "airport code"  },
	{ "airline.seat",			  "seat"		 },
	{ "git.commitSha",		   "commit sha"	},
	{ "git.branch",			"branch"	 },
	{ "science.unit",			  "unit"		 },
	{ "device.id",		       "device id"	   },
};

const char *faker_words(struct slice name)
{
	for (size_t i = 0; i < ARRAY_SIZE(fakers); i++)
		if (slice_is(name, fakers[i].name))
			return fakers[i].words;
	return NULL;
}

struct slice faker_nearest(struct slice name)
{
	struct slice names[ARRAY_SIZE(fakers)];

	for (size_t i = 0; i < ARRAY_SIZE(fakers); i++)
		names[i] = slice_str(fakers[i].name);
	return nearest_name(name, names, ARRAY_SIZE(fakers));
}

const char *faker_name(size_t i)
{
	return i < ARRAY_SIZE(fakers) ? fakers[i].name : NULL;
}
