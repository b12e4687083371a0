/* The application of the driver of IRPs, and the driver below it. */
#include "irps.h"
#include "main.h"

static void later(void *arrival)
{
	wdf_sim_sleep(WDF_SIM_MILLISECONDS(1));
	wdf_sim_arrival_complete_with(arrival, 0, "late", 4);
}

static void written(void *arrival)
{
	wdf_sim_sleep(WDF_SIM_MILLISECONDS(1));
	wdf_sim_arrival_complete(arrival, 0, 2);
}

/*
 * It answers at once, but for a write that begins with 'k', a question that begins with 'l', and one without input, which
 * it keeps.
 */
static void below(wdf_sim_arrival *arrival, void *context)
{
	unsigned char bytes[8];
	size_t length;

	(void)context;
	length = wdf_sim_arrival_input(arrival, bytes, sizeof bytes);
	switch (wdf_sim_arrival_major(arrival)) {
	case 4:
		WDF_SIM_CHECK(wdf_sim_arrival_offset(arrival) == (bytes[0] == 'a' ? 7 : 0));
		if (bytes[0] == IRPS_KEEP) {
			wdf_sim_spawn(written, arrival);
			return;
		}
		wdf_sim_arrival_complete(arrival, 0, length);
		return;
	case 14:
		WDF_SIM_CHECK(wdf_sim_arrival_code(arrival) == IRPS_QUESTION);
		if (!length) {
			wdf_sim_arrival_allow_cancel(arrival);
			return;
		}
		if (bytes[0] == 'l') {
			wdf_sim_spawn(later, arrival);
			return;
		}
		for (size_t i = 0; i < length; i++)
			bytes[i]++;
		wdf_sim_arrival_complete_with(arrival, 0, bytes, length);
		return;
	default:
		wdf_sim_arrival_complete(arrival, 0, 0);
	}
}

static void scene(void *context)
{
	wdf_sim_lower *lower = wdf_sim_lower_create(below, NULL);
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	wdf_sim_result result;
	char text[4];

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device_above(driver, lower, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
	for (uint32_t code = IRPS_OWN; code <= IRPS_BUILT; code += IRPS_BUILT - IRPS_OWN) {
		result = wdf_sim_ioctl(file, code, "HAL", 3, text, sizeof text);
		WDF_SIM_CHECK(result.status == 0 && result.length == 3 && memcmp(text, "IBM", 3) == 0);
		result = wdf_sim_ioctl(file, code, "l", 1, text, sizeof text);
		WDF_SIM_CHECK(result.status == 0 && result.length == 4 && memcmp(text, "late", 4) == 0);
	}
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IRPS_WRITE, NULL, 0, NULL, 0).status == 0);
	WDF_SIM_CHECK(wdf_sim_trace_count("irps: written 3") == 1);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IRPS_CANCEL, NULL, 0, NULL, 0).status == 0);

	WDF_SIM_CHECK(wdf_sim_ioctl(file, IRPS_SELF, NULL, 0, NULL, 0).status == 0);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IRPS_MANY, NULL, 0, NULL, 0).status == 0);

	wdf_sim_ticket *held = wdf_sim_begin_ioctl(file, IRPS_HOLD, NULL, 0, 0);
	wdf_sim_cancel(held);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IRPS_LOOK, NULL, 0, NULL, 0).status == 0);
	wdf_sim_wait(held, NULL, 0);

	char read[IRPS_LENGTH];
	WDF_SIM_CHECK(wdf_sim_read(file, read, sizeof read).status == 0);
	WDF_SIM_CHECK(wdf_sim_write(file, "h..", 3).information == 77);
	WDF_SIM_CHECK(wdf_sim_write(file, "s..", 3).information == 3);
	WDF_SIM_CHECK(wdf_sim_write(file, "c..", 3).information == 4);
	WDF_SIM_CHECK(wdf_sim_write(file, "...", 3).information == 3);
	WDF_SIM_CHECK(wdf_sim_write(file, "k..", 3).information == 2);
}
