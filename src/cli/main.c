/* The program: finds the command, runs it, gives its exit status. */
#include <stdio.h>

#include "cli/commands.h"

const struct command commands[] = {
	{"serve",	   "CONTRACT... [options] [-- COMMAND]",
	  "Plays the brokers of a contract, sends what is ours to send, records and judges what comes in.",						FOR_SERVE,    command_serve   },
	{ "run",	 "PATH... [options]",						"Runs scenarios; the result is a report.",			 FOR_RUN,	  command_run     },
	{ "record",   "[CONTRACT...] --attach SERVER=URL -o FILE [options] [-- COMMAND]",
	  "Writes what a real broker carries to a file, judged.",											  FOR_RECORD,   command_record  },
	{ "replay",   "FILE [CONTRACT...] [options] [-- COMMAND]",
	  "Sends a recording once more, from a mock or to a real broker.",										 FOR_REPLAY,   command_replay  },
	{ "check",	   "CONTRACT [FILE] [options]",					"Judges JSON Lines, or a recording, by a contract.",
	  FOR_CHECK,																		     command_check   },
	{ "generate", "CONTRACT [CHANNEL|MESSAGE] [options]",			      "Makes messages, one a line.",				     FOR_GENERATE,
	  command_generate																			       },
	{ "coverage", "CONTRACT RECORDING [options]",				      "Says what a recording has exercised of a contract.",
	  FOR_COVERAGE,																		  command_coverage},
	{ "validate", "FILE... [options]",						"Says what is wrong with a document, and where.",		     FOR_VALIDATE,
	  command_validate																			       },
	{ "ls",	"CONTRACT [options]",					       "Lists servers, channels, operations and messages.",		   FOR_LS,
	  command_ls																				     },
	{ "diff",	  "OLD NEW [options]",
	  "Says what changed between two contracts, and whom each change breaks.",									   FOR_DIFF,     command_diff	  },
	{ "bundle",   "CONTRACT [options]",					       "Writes a contract and all that it refers to as one document.",
	  FOR_BUNDLE,																		    command_bundle  },
	{ "infer",	   "RECORDING [options]",					      "Drafts an AsyncAPI document from a recording.",		   FOR_INFER,
	  command_infer																				  },
	{ "convert",  "CONTRACT [options]",					       "Writes an AsyncAPI 2.x document as one of 3.0.",		     FOR_CONVERT,
	  command_convert																				},
	{ NULL,	NULL,							       NULL,							   0,	       NULL	    },
};

static int help(const char *about)
{
	const struct command *c = commands;

	while (about && c->name && !slice_is(slice_str(about), c->name))
		c++;
	options_help(about && c->name ? c : NULL);
	return about && !c->name ? EXIT_USAGE : EXIT_PASSED;
}

/* --help may stand anywhere before "--". */
static bool asks_help(char **argv)
{
	for (; *argv && !slice_is(slice_str(*argv), "--"); argv++)
		if (slice_is(slice_str(*argv), "--help") || slice_is(slice_str(*argv), "-h"))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct command_line cl = { 0 };
	struct diag d = { .out = stderr };
	int status = EXIT_USAGE;

	if (argc > 1 && slice_is(slice_str(argv[1]), "help"))
		return help(argv[2]);
	if (argc > 1 && asks_help(argv + 1))
		return help(argv[1][0] == '-' ? NULL : argv[1]);
	if (argc > 1 && slice_is(slice_str(argv[1]), "--version")) {
		puts("understudy " UNDERSTUDY_VERSION "\nprotocols: mqtt (3.1.1, 5.0)");
		return EXIT_PASSED;
	}
	if (options_parse(&cl, argc, argv, &d)) {
		if (option_flag(&cl, OPT_SHOW_CONFIG)) {
			options_show(&cl);
			status = EXIT_PASSED;
		} else {
			status = cl.command->run(&cl, &d);
		}
	}
	options_release(&cl);
	diag_release(&d);
	return status;
}
