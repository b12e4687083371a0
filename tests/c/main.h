/*
 * The main of a test program: runs the file's scene as the command says, and compares what came of it.
 *
 *   program VERIFIER STRATEGY RULE     VERIFIER 0 or 1, STRATEGY calm, random, pct or exhaustive, RULE a name or "ok",
 *                                      or several names with | between them, where the schedule decides
 */
#ifndef TESTS_MAIN_H
#define TESTS_MAIN_H

#include "wdf_sim.h"

#include <stdlib.h>
#include <string.h>

static void scene(void *context);

#ifdef REGISTER
/* A variable of the driver's, for a program that was linked without image.ld. */
extern int32_t REGISTER;
#endif

static inline int is_among(const char *name, const char *names)
{
	size_t length = strlen(name);
	for (const char *at = names; at; at = strchr(at, '|'), at = at ? at + 1 : at)
		if (strncmp(at, name, length) == 0 && (at[length] == 0 || at[length] == '|'))
			return 1;
	return 0;
}

int main(int count, char **arguments)
{
#ifdef COMMAND
	return wdf_sim_main(count, arguments, scene, NULL);
#endif
	if (count != 4) {
		fprintf(stderr, "usage: %s VERIFIER STRATEGY RULE\n", arguments[0]);
		return 2;
	}
	const char *strategy = arguments[2], *expected = arguments[3];
	wdf_sim_options options = strcmp(strategy, "random") == 0       ? wdf_sim_random(7, 100) :
				  strcmp(strategy, "pct") == 0          ? wdf_sim_pct(7, 3, 100) :
				  strcmp(strategy, "exhaustive") == 0   ? wdf_sim_exhaustive(1) :
									  wdf_sim_calm();
	options.verifier = atoi(arguments[1]);
#ifdef REGISTER
	wdf_sim_image(&REGISTER, &REGISTER + 1);
#endif
	if (options.strategy == WDF_SIM_EXHAUSTIVE)
		options.schedules = 200;
	wdf_sim_report *report = wdf_sim_run(&options, scene, NULL);
	const char *rule = wdf_sim_report_rule(report);
	int as_expected = is_among(rule ? rule : "ok", expected);
	if (!as_expected)
		fprintf(stderr, "expected %s, found %s\n%s\n", expected, rule ? rule : "ok", wdf_sim_report_text(report));
	if (rule) {
		/* The schedule that the report names leads to the same end. */
		wdf_sim_options again = wdf_sim_replay(wdf_sim_report_schedule(report));
		again.verifier = options.verifier;
		wdf_sim_report *replayed = wdf_sim_run(&again, scene, NULL);
		const char *same = wdf_sim_report_rule(replayed);
		if (!same || strcmp(same, rule) != 0) {
			fprintf(stderr, "replayed, the schedule leads to %s\n", same ? same : "ok");
			as_expected = 0;
		}
		wdf_sim_report_free(replayed);
	}
	printf("%s after %zu schedules\n", rule ? rule : "ok", wdf_sim_report_schedules(report));
	wdf_sim_report_free(report);
	return as_expected ? 0 : 1;
}

#endif
