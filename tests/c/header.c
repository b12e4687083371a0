/* wdf_sim.h by itself, as C and as C++, with what it defines itself used once. */
#include "wdf_sim.h"
#include "wdf_sim.h"

static void scene(void *context)
{
	wdf_sim_driver *driver;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(WDF_SIM_CTL_CODE(0x22, 0x800, WDF_SIM_METHOD_NEITHER, 0) == 0x222003);
	wdf_sim_sleep(WDF_SIM_MILLISECONDS(1));
}

int main(int count, char **arguments)
{
	wdf_sim_options options[] = { wdf_sim_calm(),	      wdf_sim_random(1, 2),   wdf_sim_pct(1, 2, 3),
				      wdf_sim_exhaustive(1), wdf_sim_every_order(), wdf_sim_replay("-") };

	if (count == 2)
		return wdf_sim_expect_ok(&options[0], scene, NULL) + wdf_sim_expect_rule(&options[1], scene, NULL, "Deadlock");
	return wdf_sim_main(count, arguments, scene, NULL);
}
