/* The application of the driver that sends, the driver below it, and the one that it opens by name. */
#include "sender.h"
#include "main.h"

static wdf_sim_arrival *waiting;

/* Below: it answers what comes with the numbers of its bytes, one more each. */
static void below(wdf_sim_arrival *arrival, void *context)
{
	unsigned char bytes[8];
	size_t length;

	(void)context;
	if (wdf_sim_arrival_major(arrival) != 14) {
		wdf_sim_arrival_complete(arrival, 0, 0);
		return;
	}
	length = wdf_sim_arrival_input(arrival, bytes, sizeof bytes);
	for (size_t i = 0; i < length; i++)
		bytes[i]++;
	wdf_sim_arrival_complete_with(arrival, 0, bytes, length);
}

/* By name: what has input is answered at once, but for a question of two bytes; what has none is kept. */
static void oracle(wdf_sim_arrival *arrival, void *context)
{
	size_t length;

	(void)context;
	if (wdf_sim_arrival_major(arrival) != 14) {
		wdf_sim_arrival_complete(arrival, 0, 0);
		return;
	}
	WDF_SIM_CHECK(wdf_sim_arrival_code(arrival) == SENDER_QUESTION && !wdf_sim_arrival_is_from_user(arrival));
	length = wdf_sim_arrival_input(arrival, NULL, 0);
	if (length == 1) {
		wdf_sim_arrival_complete_with(arrival, 0, "yes", 3);
		return;
	}
	wdf_sim_arrival_allow_cancel(arrival);
	waiting = arrival;
}

static void scene(void *context)
{
	wdf_sim_lower *lower = wdf_sim_lower_create(below, NULL), *named = wdf_sim_lower_create(oracle, NULL);
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	wdf_sim_result result;
	uint32_t answer = 42;
	char text[4];

	(void)context;
	wdf_sim_lower_name(named, SENDER_NAME);
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device_above(driver, lower, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);

	result = wdf_sim_ioctl(file, SENDER_FORWARD, "HAL", 3, text, sizeof text);
	WDF_SIM_CHECK(result.status == 0 && result.length == 3 && memcmp(text, "IBM", 3) == 0);

	result = wdf_sim_ioctl(file, SENDER_ASK, "?", 1, text, sizeof text);
	WDF_SIM_CHECK(result.status == 0 && result.length == 3 && memcmp(text, "yes", 3) == 0);
	/* Nobody answers: STATUS_IO_TIMEOUT, after the time that was given. */
	uint64_t begin = wdf_sim_now();
	result = wdf_sim_ioctl(file, SENDER_ASK, "??", 2, text, sizeof text);
	WDF_SIM_CHECK(result.status == (int32_t)0xC00000B5 && wdf_sim_now() - begin >= WDF_SIM_MILLISECONDS(SENDER_PATIENCE));
	WDF_SIM_CHECK(!wdf_sim_arrival_is_here(waiting));

	WDF_SIM_CHECK(wdf_sim_ioctl(file, SENDER_POST, NULL, 0, NULL, 0).status == 0);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, SENDER_POST, NULL, 0, NULL, 0).status == (int32_t)0x80000011);
	WDF_SIM_CHECK(wdf_sim_arrival_complete_with(waiting, 0, &answer, sizeof answer));
	WDF_SIM_CHECK(wdf_sim_trace_count("sender: the answer is 42") == 1);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, SENDER_POST, NULL, 0, NULL, 0).status == 0);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, SENDER_CANCEL, NULL, 0, NULL, 0).information == 1);
	WDF_SIM_CHECK(!wdf_sim_arrival_is_here(waiting));
	/* One is out when the device goes: closing the target brings it back. */
	WDF_SIM_CHECK(wdf_sim_ioctl(file, SENDER_POST, NULL, 0, NULL, 0).status == 0);
	wdf_sim_remove(device);
	WDF_SIM_CHECK(!wdf_sim_arrival_is_here(waiting));
}
