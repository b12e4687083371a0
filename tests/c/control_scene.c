/* Applications of the driver with a control device. */
#include "control.h"
#include "main.h"

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file, *another;
	wdf_sim_result result;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_control_devices(driver, &device, 1) == 1);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	for (uint32_t method = 0; method < 4; method++) {
		char text[5];
		result = wdf_sim_ioctl(file, CONTROL_REVERSE(method), "abcde", 5, text, sizeof text);
		WDF_SIM_CHECK(result.status == 0 && result.length == 5 && memcmp(text, "edcba", 5) == 0);
		result = wdf_sim_ioctl(file, CONTROL_REVERSE(method), "abcde", 5, text, 4);
		WDF_SIM_CHECK(result.status == (int32_t)0xC0000023 && result.information == 0);
	}
	wdf_sim_shutdown();
	WDF_SIM_CHECK(wdf_sim_trace_count("control: shutdown") == 1);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, CONTROL_GO, NULL, 0, NULL, 0).status == 0);
	/* A worker thread does it, in its own time. */
	while (!wdf_sim_trace_count("control: gone"))
		wdf_sim_sleep(WDF_SIM_MILLISECONDS(1));
	WDF_SIM_CHECK(!wdf_sim_is_present(device) && wdf_sim_control_devices(driver, &device, 1) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &another) != 0);
	WDF_SIM_CHECK(wdf_sim_trace_count("control: 1 opened, 1 closed") == 1);
}
