/* wdf_sim_main: a program's command, for a scene to be run from a shell or a Makefile. */

#include "wdf_sim.h"

#include <stdlib.h>

static const char help[] =
	"usage: %s [STRATEGY] [OPTION..]\n"
	"\n"
	"  --calm                each thread runs until it waits: one schedule, and what is done without a strategy\n"
	"  --random [N]          so many random schedules, 1000 without a number\n"
	"  --pct DEPTH [N]       probabilistic concurrency testing, for races of this depth\n"
	"  --exhaustive P [N]    every schedule with at most so many preemptions; at most N\n"
	"  --every-order [N]     every order that can make a difference; at most N\n"
	"  --replay SCHEDULE     the schedule that a report printed\n"
	"\n"
	"  --seed N              where random schedules and pct begin\n"
	"  --verifier            the framework's verifier is on\n"
	"  --continue            its breaks are noted, and the run goes on\n"
	"  --expect RULE         the rule that must be found broken; the same of the breaks that were continued\n"
	"  --trace N             how many events a report keeps\n";

struct command {
	int count, at;
	char **arguments;
};

/* The next argument, if it is a number. */
static int number(struct command *command, uint64_t *value)
{
	char *end;
	if (command->at >= command->count)
		return 0;
	*value = strtoull(command->arguments[command->at], &end, 0);
	if (*end != 0 || command->arguments[command->at][0] == '-' || command->arguments[command->at][0] == 0)
		return 0;
	command->at++;
	return 1;
}

static int text(struct command *command, const char **value)
{
	if (command->at >= command->count)
		return 0;
	*value = command->arguments[command->at++];
	return 1;
}

/* Reads the arguments: nonzero if they are right. */
static int parse(struct command *command, wdf_sim_options *options, const char **expected)
{
	uint64_t value;

	for (command->at = 1; command->at < command->count;) {
		const char *argument = command->arguments[command->at++];
		if (strcmp(argument, "--calm") == 0) {
			options->strategy = WDF_SIM_CALM;
		} else if (strcmp(argument, "--random") == 0) {
			options->strategy = WDF_SIM_RANDOM;
			options->schedules = number(command, &value) ? (size_t)value : 1000;
		} else if (strcmp(argument, "--pct") == 0) {
			options->strategy = WDF_SIM_PCT;
			if (!number(command, &value) || value == 0)
				return 0;
			options->depth = (size_t)value;
			options->schedules = number(command, &value) ? (size_t)value : 1000;
		} else if (strcmp(argument, "--exhaustive") == 0) {
			options->strategy = WDF_SIM_EXHAUSTIVE;
			if (!number(command, &value))
				return 0;
			options->depth = (size_t)value;
			options->schedules = number(command, &value) ? (size_t)value : 0;
		} else if (strcmp(argument, "--every-order") == 0) {
			options->strategy = WDF_SIM_EVERY_ORDER;
			options->schedules = number(command, &value) ? (size_t)value : 0;
		} else if (strcmp(argument, "--replay") == 0) {
			options->strategy = WDF_SIM_REPLAY;
			if (!text(command, &options->replay))
				return 0;
		} else if (strcmp(argument, "--seed") == 0) {
			if (!number(command, &options->seed))
				return 0;
		} else if (strcmp(argument, "--verifier") == 0) {
			options->verifier = 1;
		} else if (strcmp(argument, "--continue") == 0) {
			options->continue_on_break = 1;
		} else if (strcmp(argument, "--expect") == 0) {
			if (!text(command, expected))
				return 0;
		} else if (strcmp(argument, "--trace") == 0) {
			if (!number(command, &value))
				return 0;
			options->trace = (size_t)value;
		} else {
			return 0;
		}
	}
	return 1;
}

/* Whether a rule is among the breaks that were continued. */
static int was_continued(const wdf_sim_report *report, const char *rule)
{
	for (size_t i = 0; i < wdf_sim_report_breaks(report); i++)
		if (strcmp(wdf_sim_report_break(report, i), rule) == 0)
			return 1;
	return 0;
}

int wdf_sim_main(int count, char **arguments, void (*scene)(void *context), void *context)
{
	struct command command = { count, 1, arguments };
	wdf_sim_options options = wdf_sim_calm();
	const char *expected = NULL;
	const char *name = count > 0 ? arguments[0] : "program";

	if (count == 2 && strcmp(arguments[1], "--help") == 0) {
		printf(help, name);
		return 0;
	}
	if (!parse(&command, &options, &expected)) {
		fprintf(stderr, help, name);
		return 2;
	}
	wdf_sim_report *report = wdf_sim_run(&options, scene, context);
	const char *rule = wdf_sim_report_rule(report);
	int as_expected = !expected ? !rule : rule ? strcmp(rule, expected) == 0 : was_continued(report, expected);

	if (rule)
		fprintf(stderr, "%s\n", wdf_sim_report_text(report));
	if (expected && !as_expected)
		fprintf(stderr, "expected %s, found %s\n", expected, rule ? rule : "no broken rule");
	printf("%s after %zu schedules\n", rule ? rule : "no broken rule", wdf_sim_report_schedules(report));
	wdf_sim_report_free(report);
	return as_expected ? 0 : 1;
}
