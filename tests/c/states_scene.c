/* An application that asks the driver for the states of each family of the kernel's objects. */
#include "states.h"
#include "main.h"

static void scene(void *context)
{
	static const uint32_t families[] = { STATE_COUNTS, STATE_TIMERS, STATE_DPCS, STATE_SPIN,
					     STATE_RESOURCE, STATE_BEGIN, STATE_END, STATE_BREAK };
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		/* The status is the line of the driver's that was not content. */
		wdf_sim_result result = wdf_sim_ioctl(file, families[i], NULL, 0, NULL, 0);
		if (result.status != 1)
			fprintf(stderr, "family %zu ended on line %d\n", i, result.status);
		WDF_SIM_CHECK(result.status == 1);
	}
	wdf_sim_remove(device);
	wdf_sim_unload(driver);
}
