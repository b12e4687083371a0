/* An application of the echo driver: reads and writes, cancels, suspends, removes, on several threads. */
#include "main.h"

enum { SUCCESS = 0, CANCELLED = (int)0xC0000120, OVERFLOWED = (int)0x80000005 };

static void cancel(void *ticket)
{
	wdf_sim_cancel(ticket);
}

static void scene(void *context)
{
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	char buffer[16] = "";
	static const char zeros[300];

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_trace_count("DbgPrint: echo: \\Registry\\Machine\\System\\CurrentControlSet\\Services\\"
					  "driver loaded as \\DosDevices\\Echo, status 0x00000000") == 0);
	WDF_SIM_CHECK(wdf_sim_trace_count("loaded as \\dosDevices\\Echo, status 0x00000000") == 1);
	WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == SUCCESS);

	/* Nothing was written: there is nothing to read. */
	WDF_SIM_CHECK(wdf_sim_read(file, buffer, sizeof buffer).information == 0);
	uint64_t before = wdf_sim_now();
	WDF_SIM_CHECK(wdf_sim_write(file, "hello", 5).information == 5);
	WDF_SIM_CHECK(wdf_sim_now() - before >= WDF_SIM_MILLISECONDS(10));
	wdf_sim_result result = wdf_sim_read(file, buffer, sizeof buffer);
	WDF_SIM_CHECK(result.status == SUCCESS && result.information == 5 && result.length == 5);
	WDF_SIM_CHECK(memcmp(buffer, "hello", 5) == 0);
	WDF_SIM_CHECK(wdf_sim_write(file, zeros, sizeof zeros).status == OVERFLOWED);
	WDF_SIM_CHECK(wdf_sim_trace_count("300 bytes are too many") == 1);

	/* One that is cancelled while it waits, and one that races its timer. */
	wdf_sim_ticket *ticket = wdf_sim_begin_read(file, 5);
	wdf_sim_thread *thread = wdf_sim_spawn(cancel, ticket);
	result = wdf_sim_wait(ticket, buffer, sizeof buffer);
	WDF_SIM_CHECK(result.status == SUCCESS ? result.length == 5 : result.status == CANCELLED);
	wdf_sim_join(thread);

	ticket = wdf_sim_begin_write(file, "again", 5);
	wdf_sim_cancel(ticket);
	result = wdf_sim_wait(ticket, NULL, 0);
	WDF_SIM_CHECK(result.status == SUCCESS || result.status == CANCELLED);

	/* Through a suspension, and into a removal. */
	ticket = wdf_sim_begin_write(file, "later", 5);
	wdf_sim_suspend(device);
	WDF_SIM_CHECK(wdf_sim_resume(device) == SUCCESS);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, NULL, 0).status == SUCCESS);
	ticket = wdf_sim_begin_read(file, 5);
	wdf_sim_remove(device);
	WDF_SIM_CHECK(!wdf_sim_is_present(device));
	result = wdf_sim_wait(ticket, buffer, sizeof buffer);
	WDF_SIM_CHECK(result.status == SUCCESS || result.status == CANCELLED);
	wdf_sim_unload(driver);
	WDF_SIM_CHECK(wdf_sim_trace_count("echo: unloaded, 1 loads, handle is ours: 1") == 1);
	WDF_SIM_CHECK(wdf_sim_objects() == 0);
}
