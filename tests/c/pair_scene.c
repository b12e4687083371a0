/* Two drivers are loaded and unloaded: what the second one still uses is not left by the first. */
#include "main.h"

static void scene(void *context)
{
	wdf_sim_driver *first, *second;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&first) == 0);
	WDF_SIM_CHECK(wdf_sim_load_driver(&second) == 0);
	wdf_sim_unload(first);
	wdf_sim_unload(second);
}
