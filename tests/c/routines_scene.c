/* An application that asks the driver to try the kernel's routines. */
#include "main.h"

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	char text[80];

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	int32_t status = wdf_sim_ioctl(file, 0x222000, NULL, 0, NULL, 0).status;
	if (status) {
		snprintf(text, sizeof text, "the check in line %d of routines.c failed", status - (int32_t)0xC0000001);
		wdf_sim_fail(__FILE__, __LINE__, text);
	}
	WDF_SIM_CHECK(wdf_sim_trace_count("DbgPrint: routines: Hello Hello Hello Hello x   -12|7   |00ab 123456789a -5 "
					  "0000000000001234 %") == 1);
	wdf_sim_close(file);
}
