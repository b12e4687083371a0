/* An application of the driver with a thread: writes from two threads, while the device comes and goes. */
#include "main.h"

static void write_some(void *file)
{
	for (int i = 0; i < 3; i++)
		WDF_SIM_CHECK(wdf_sim_write((wdf_sim_file *)file, "ab", 2).information == 1);
}

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	wdf_sim_thread *thread;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	thread = wdf_sim_spawn(write_some, file);
	write_some(file);
	wdf_sim_join(thread);
	wdf_sim_remove(device);
	WDF_SIM_CHECK(wdf_sim_trace_count("worker: 6 requests were handled") == 1);
	wdf_sim_unload(driver);
}
