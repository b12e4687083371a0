/* An application of the driver that looks into IRPs. */
#include "packet.h"
#include "main.h"

static void is_content(wdf_sim_result result)
{
	/* The status is the line of the driver's that was not content. */
	if (result.status != 0)
		fprintf(stderr, "ended on line %d\n", -result.status);
	WDF_SIM_CHECK(result.status == 0);
}

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
		is_content(result);
		WDF_SIM_CHECK(result.length == 6 && memcmp(text, "A WORD", 6) == 0);
	}
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		is_content(wdf_sim_ioctl(file, codes[i], NULL, 0, NULL, 0));
	is_content(wdf_sim_read(file, NULL, 0));
	is_content(wdf_sim_write(file, NULL, 0));
	char text[PACKET_READ];
	is_content(wdf_sim_read(file, text, sizeof text));
	is_content(wdf_sim_write(file, "write", 5));
	WDF_SIM_CHECK(wdf_sim_ioctl(file, PACKET_BREAK, "x", 1, NULL, 0).status == 0);
}
