/* An application that asks the driver for each of the kernel's services. */
#include "services.h"
#include "main.h"

static void scene(void *context)
{
	static const uint32_t services[] = { SERVICE_THREAD, SERVICE_WORK,  SERVICE_LOOKASIDE,
					     SERVICE_MDL,    SERVICE_CLOCK, SERVICE_BREAK };
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
		/* The status is the line of the driver's that was not content. */
		wdf_sim_result result = wdf_sim_ioctl(file, services[i], NULL, 0, NULL, 0);
		if (result.status != 1)
			fprintf(stderr, "service %zu ended on line %d\n", i, result.status);
		WDF_SIM_CHECK(result.status == 1);
	}
	wdf_sim_remove(device);
	wdf_sim_unload(driver);
}
