/* An application of the driver that looks into IRPs. */
#include "packet.h"
#include "main.h"

static void scene(void *context)
{
	static const uint32_t codes[] = { PACKET_BUFFERED, PACKET_IN_DIRECT, PACKET_OUT_DIRECT, PACKET_NEITHER };
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	wdf_sim_result result;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char text[8] = "";
		result = wdf_sim_ioctl(file, codes[i], "a word", 6, text, sizeof text);
		/* The status is the line of the driver's that was not content. */
		if (result.status != 0)
			fprintf(stderr, "control %zu ended on line %d\n", i, -result.status);
		WDF_SIM_CHECK(result.status == 0 && result.length == 6 && memcmp(text, "A WORD", 6) == 0);
	}
	WDF_SIM_CHECK(wdf_sim_write(file, "write", 5).status == 0);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, PACKET_BREAK, "x", 1, NULL, 0).status == 0);
}
