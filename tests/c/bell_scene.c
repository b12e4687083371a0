/* An application of the bell: it waits, rings, asks, cancels, and the device sleeps and goes away. */
#include "bell.h"
#include "main.h"

enum { SUCCESS = 0, CANCELLED = (int)0xC0000120, BUSY = (int)0x80000011 };

static void cancel(void *ticket)
{
	wdf_sim_cancel(ticket);
}

static uint32_t rung(wdf_sim_file *file)
{
	uint32_t times = 0;

	WDF_SIM_CHECK(wdf_sim_ioctl(file, IOCTL_BELL_RUNG, NULL, 0, &times, sizeof times).information == sizeof times);
	return times;
}

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	char byte;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == SUCCESS);
	WDF_SIM_CHECK(rung(file) == 0);

	/* One waits, a second one may not, and the bell rings. */
	wdf_sim_ticket *ticket = wdf_sim_begin_read(file, 1);
	WDF_SIM_CHECK(wdf_sim_read(file, &byte, 1).status == BUSY);
	WDF_SIM_CHECK(wdf_sim_write(file, "!", 1).information == 1);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, &byte, 1).status == SUCCESS);
	WDF_SIM_CHECK(rung(file) == 1);

	/* Cancelled while it rings. */
	ticket = wdf_sim_begin_read(file, 1);
	wdf_sim_thread *thread = wdf_sim_spawn(cancel, ticket);
	WDF_SIM_CHECK(wdf_sim_write(file, "!", 1).status == SUCCESS);
	wdf_sim_join(thread);
	int status = wdf_sim_wait(ticket, &byte, 1).status;
	WDF_SIM_CHECK(status == SUCCESS || status == CANCELLED);

	/* Cancelled while it begins to wait. */
	ticket = wdf_sim_begin_read(file, 1);
	wdf_sim_cancel(ticket);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, &byte, 1).status == CANCELLED);

	/* Through a sleep, and into the removal. */
	ticket = wdf_sim_begin_read(file, 1);
	wdf_sim_suspend(device);
	WDF_SIM_CHECK(wdf_sim_resume(device) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_write(file, "!", 1).status == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, &byte, 1).status == SUCCESS);
	ticket = wdf_sim_begin_read(file, 1);
	wdf_sim_remove(device);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, &byte, 1).status == CANCELLED);
	wdf_sim_unload(driver);
	WDF_SIM_CHECK(wdf_sim_objects() == 0);
}
