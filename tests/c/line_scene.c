/* An application and the hardware of the driver for an interrupt line. */
#include "line.h"
#include "main.h"

static void receive(wdf_sim_device *device, uint32_t word)
{
	volatile uint32_t *registers = (volatile uint32_t *)wdf_sim_device_memory(LINE_MEMORY, LINE_LENGTH);

	registers[LINE_DATA] = word;
	registers[LINE_STATUS] = 1;
	WDF_SIM_CHECK(wdf_sim_interrupt(device, LINE_VECTOR));
}

static void scene(void *context)
{
	static const wdf_sim_resource resources[] = {
		{ WDF_SIM_MEMORY, 0, LINE_MEMORY, LINE_LENGTH },
		{ WDF_SIM_LINE, LINE_IRQL, LINE_VECTOR, 0 },
	};
	wdf_sim_driver *driver;
	wdf_sim_device *device;
	wdf_sim_file *file;
	wdf_sim_ticket *ticket;
	uint32_t word = 0;

	(void)context;
	WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
	WDF_SIM_CHECK(wdf_sim_add_device_with(driver, resources, 2, &device) == 0);
	volatile uint32_t *registers = (volatile uint32_t *)wdf_sim_device_memory(LINE_MEMORY, LINE_LENGTH);
	WDF_SIM_CHECK(registers[LINE_ENABLE] == 1);
	WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);

	/* An interrupt that is not the device's is not claimed. */
	WDF_SIM_CHECK(!wdf_sim_interrupt(device, LINE_VECTOR));
	/* A word that comes first waits for the request, and the other way round. */
	receive(device, 17);
	WDF_SIM_CHECK(wdf_sim_ioctl(file, LINE_IOCTL_READ, NULL, 0, &word, sizeof word).length == 4 && word == 17);
	ticket = wdf_sim_begin_ioctl(file, LINE_IOCTL_READ, NULL, 0, sizeof word);
	WDF_SIM_CHECK(!wdf_sim_is_completed(ticket));
	receive(device, 18);
	WDF_SIM_CHECK(wdf_sim_wait(ticket, &word, sizeof word).status == 0 && word == 18);

	wdf_sim_suspend(device);
	WDF_SIM_CHECK(registers[LINE_ENABLE] == 0);
	WDF_SIM_CHECK(wdf_sim_resume(device) == 0);
	WDF_SIM_CHECK(registers[LINE_ENABLE] == 1);
	wdf_sim_remove(device);
	wdf_sim_unload(driver);
}
