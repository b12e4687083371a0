/* The application of the driver that chooses queues. */
#include "chooser.h"
#include "main.h"

#define INVALID_DEVICE_STATE ((int32_t)0xC0000184)
#define CANCELLED ((int32_t)0xC0000120)

/* The way of a control: the information names who completed it. */
static void control(wdf_sim_file *file, uint32_t code, int32_t status, size_t information)
{
	char answer[16];
	wdf_sim_result result = wdf_sim_ioctl(file, code, NULL, 0, answer, sizeof answer);

	if (result.status != status || result.information != information)
		fprintf(stderr, "code %x ended with %x, %zu\n", code, (unsigned)result.status, result.information);
	WDF_SIM_CHECK(result.status == status && result.information == information);
}

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device, *second;
	wdf_sim_file *file;
	wdf_sim_ticket *ticket;
	wdf_sim_result result;
	char byte;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &second) == 0);
	WDF_SIM_CHECK(wdf_sim_open(second, &file) == 0);

	control(file, CHOOSE_NONE, 0, CHOOSE_BY_DEFAULT | CHOOSE_SEEN);
	control(file, CHOOSE_OTHER, 0, CHOOSE_BY_OTHER);
	control(file, CHOOSE_CALLER, 0, CHOOSE_BY_OTHER | CHOOSE_SEEN);
	control(file, CHOOSE_HERE, 0, 0);
	control(file, CHOOSE_LATE, INVALID_DEVICE_STATE, 0);
	result = wdf_sim_read(file, &byte, 3);
	WDF_SIM_CHECK(result.status == 0 && result.information == CHOOSE_BY_OTHER);

	/* A write, whose stack location the driver skipped or copied. */
	result = wdf_sim_write(file, "sss", 3);
	WDF_SIM_CHECK(result.status == 0 && result.information == CHOOSE_BY_OTHER);
	result = wdf_sim_write(file, "ccc", 3);
	WDF_SIM_CHECK(result.status == 0 && result.information == CHOOSE_BY_OTHER);
	result = wdf_sim_write(file, "CCCCCCCCCCCC", 12);
	WDF_SIM_CHECK(result.status == 0 && result.information == (CHOOSE_BY_OTHER | CHOOSE_SEEN));
	control(file, CHOOSE_HERE, 0, 2);

	/* What waits in the chosen queue is cancelled there. */
	ticket = wdf_sim_begin_ioctl(file, CHOOSE_WAIT, NULL, 0, 0);
	WDF_SIM_CHECK(!wdf_sim_is_completed(ticket));
	wdf_sim_cancel(ticket);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, NULL, 0).status == CANCELLED);

	wdf_sim_remove(second);
	wdf_sim_remove(device);
	wdf_sim_unload(driver);
}
