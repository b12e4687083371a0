/* Two applications of the driver that calls the compiler's and the C library's functions. */
#include "main.h"

static void another(void *file)
{
	WDF_SIM_CHECK(wdf_sim_write(file, "b", 1).status == 0);
}

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	wdf_sim_thread *thread;
	char text[80];

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	thread = wdf_sim_spawn(another, file);
	WDF_SIM_CHECK(wdf_sim_write(file, "a", 1).status == 0);
	wdf_sim_join(thread);
	int32_t status = wdf_sim_ioctl(file, 0x222000, NULL, 0, NULL, 0).status;
	/* Here a long is the host's, in the function of the same name as the driver's. */
	sprintf(text, "the check in line %ld of library.c failed", (long)status - (int32_t)0xC0000001);
	if (status)
		wdf_sim_fail(__FILE__, __LINE__, text);
	WDF_SIM_CHECK(strcmp(text, "the check in line 1073741823 of library.c failed") == 0);
}
