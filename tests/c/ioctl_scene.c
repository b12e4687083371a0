/* An application of the driver for device controls. */
#include "ioctl.h"
#include "main.h"

enum {
	SUCCESS = 0,
	INVALID_REQUEST = (int)0xC0000010,
	TOO_SMALL = (int)0xC0000023,
	CANCELLED = (int)0xC0000120
};

static void answer(void *file)
{
	uint32_t value = 100;
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IOCTL_ANSWER, &value, sizeof value, NULL, 0).status == SUCCESS);
}

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file, *other;
	wdf_sim_result result;
	unsigned char bytes[8] = "abcdefg", key = 5;
	uint32_t number = 7, reply = 0;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_open(device, &other) == SUCCESS);

	result = wdf_sim_ioctl(file, IOCTL_REVERSE, "abc", 3, bytes, sizeof bytes);
	WDF_SIM_CHECK(result.status == SUCCESS && result.length == 3 && memcmp(bytes, "cbadefg", 7) == 0);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IOCTL_REVERSE, "abc", 3, bytes, 2).status == TOO_SMALL);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IOCTL_IN_DIRECT, &key, 1, bytes, sizeof bytes).information == 8);
	result = wdf_sim_ioctl(file, IOCTL_OUT_DIRECT, &key, 1, bytes, sizeof bytes);
	WDF_SIM_CHECK(result.status == SUCCESS && result.length == 8 && bytes[0] == 5 && bytes[7] == 12);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, IOCTL_NEITHER, "abcd", 4, bytes, 8).status == INVALID_REQUEST);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, 0x22F00C, NULL, 0, NULL, 0).status == INVALID_REQUEST);
	WDF_SIM_CHECK(wdf_sim_read(file, bytes, 8).status == INVALID_REQUEST);
	wdf_sim_ioctl(file, IOCTL_BREAK, NULL, 0, NULL, 0);

	/* One waits, another answers it. */
	wdf_sim_ticket *waiting = wdf_sim_begin_ioctl(file, IOCTL_WAIT, &number, sizeof number, sizeof reply);
	WDF_SIM_CHECK(!wdf_sim_is_completed(waiting));
	wdf_sim_thread *thread = wdf_sim_spawn(answer, other);
	result = wdf_sim_wait(waiting, &reply, sizeof reply);
	WDF_SIM_CHECK(result.status == SUCCESS && result.length == 4 && reply == 107);
	wdf_sim_join(thread);

	/* One is cancelled, by its ticket and by its handle's end. */
	waiting = wdf_sim_begin_ioctl(file, IOCTL_WAIT, &number, sizeof number, sizeof reply);
	WDF_SIM_CHECK(wdf_sim_cancel(waiting));
	WDF_SIM_CHECK(wdf_sim_wait(waiting, NULL, 0).status == CANCELLED);
	WDF_SIM_CHECK(wdf_sim_trace_count("ioctl: key 7 gave up") == 1);
	waiting = wdf_sim_begin_ioctl(other, IOCTL_WAIT, &number, sizeof number, sizeof reply);
	wdf_sim_close(other);
	WDF_SIM_CHECK(wdf_sim_wait(waiting, NULL, 0).status == CANCELLED);

	/* One waits while power is gone, and when the device is pulled out. */
	waiting = wdf_sim_begin_ioctl(file, IOCTL_WAIT, &number, sizeof number, sizeof reply);
	wdf_sim_suspend(device);
	WDF_SIM_CHECK(wdf_sim_resume(device) == SUCCESS);
	WDF_SIM_CHECK(!wdf_sim_is_completed(waiting));
	answer(file);
	result = wdf_sim_wait(waiting, &reply, sizeof reply);
	WDF_SIM_CHECK(result.status == SUCCESS && reply == 107);
	waiting = wdf_sim_begin_ioctl(file, IOCTL_WAIT, &number, sizeof number, sizeof reply);
	wdf_sim_surprise_remove(device);
	WDF_SIM_CHECK(wdf_sim_wait(waiting, NULL, 0).status == CANCELLED);
	wdf_sim_unload(driver);
	WDF_SIM_CHECK(wdf_sim_trace_count("ioctl: 0 files, 0 answers left, requests destroyed: some") == 1);
}
