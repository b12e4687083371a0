/*
 * The main of a test program: runs the file's scene as the command says, and compares what came of it.
 *
 *   program VERIFIER STRATEGY RULE     VERIFIER 0 or 1, STRATEGY calm, random, pct or exhaustive, RULE a name or "ok"
 */
#ifndef TESTS_MAIN_H
#define TESTS_MAIN_H

#include "wdf_sim.h"

#include <stdlib.h>
#include <string.h>

static void scene(void *context);

int main(int count, char **arguments)
{
	if (count != 4) {
		fprintf(stderr, "usage: %s VERIFIER STRATEGY RULE\n", arguments[0]);
		return 2;
	}
	const char *strategy = arguments[2], *expected = arguments[3];
	wdf_sim_options options = strcmp(strategy, "random") == 0       ? wdf_sim_random(7, 200) :
				  strcmp(strategy, "pct") == 0          ? wdf_sim_pct(7, 3, 200) :
				  strcmp(strategy, "exhaustive") == 0   ? wdf_sim_exhaustive(1) :
									  wdf_sim_calm();
	options.verifier = atoi(arguments[1]);
	if (options.strategy == WDF_SIM_EXHAUSTIVE)
		options.schedules = 500;
	wdf_sim_report *report = wdf_sim_run(&options, scene, NULL);
	const char *rule = wdf_sim_report_rule(report);
	int as_expected = strcmp(rule ? rule : "ok", expected) == 0;
	if (!as_expected)
		fprintf(stderr, "expected %s, found %s\n%s\n", expected, rule ? rule : "ok", wdf_sim_report_text(report));
	if (rule && !*wdf_sim_report_schedule(report) && options.strategy != WDF_SIM_CALM)
		as_expected = as_expected && wdf_sim_report_schedules(report) > 0;
	printf("%s after %zu schedules\n", rule ? rule : "ok", wdf_sim_report_schedules(report));
	wdf_sim_report_free(report);
	return as_expected ? 0 : 1;
}

#endif
