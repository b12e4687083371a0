/*
 * wdf-sim for drivers in C: a KMDF driver runs in a program of yours, unmodified, and you are the application and the
 * PnP manager. Every order of its callbacks can be tried, and a rule of the framework that it breaks is reported.
 *
 * Building
 * --------
 * The library is what `cargo build --release -p wdf-sim-c` leaves in target/release; of the system it needs -lpthread,
 * -ldl and -lm. The driver is compiled against the official headers, or others with the same layouts, with 16-bit wide
 * characters. In a Makefile, where WDF_SIM is the folder of the package wdf-sim-c, LIBRARY is libwdf_sim_c.a, WDF has
 * wdf.h, and DDK is a folder of Windows' headers with its own folder ddk, as mingw-w64 has them:
 *
 *   program: scene.o driver.image.o
 *           $(CC) -o $@ $^ $(LIBRARY) -lpthread -ldl -lm
 *   driver.image.o: driver.o queue.o
 *           $(CC) -r -nostdlib -Wl,-T,$(WDF_SIM)/image.ld -o $@ $^
 *   driver.o queue.o: %.o: %.c
 *           $(CC) -include $(WDF_SIM)/include/wdf_sim_target.h -fshort-wchar -I $(WDF) \
 *             -idirafter $(DDK)/ddk -idirafter $(DDK) -c -o $@ $<
 *   scene.o: scene.c
 *           $(CC) -I $(WDF_SIM)/include -c -o $@ $<
 *
 * wdf_sim_target.h, beside this file, makes of a compiler for Linux one that Windows' headers are content with; a driver
 * with headers of its own does without. The driver's image, linked with `-r`, is for "Static data" below.
 *
 * The library defines the framework's table (WdfFunctions_01033 and the names that drivers of other versions know it by,
 * WdfDriverGlobals, WdfFunctionCount, WdfStructures, ..) and the routines of the kernel. A routine that it does not
 * simulate is there all the same: who calls it is reported, as NotSimulated with its name. One driver a program: there is
 * one DriverEntry.
 *
 * A program
 * ---------
 *   #include "wdf_sim.h"
 *
 *   static void scene(void *context)
 *   {
 *       wdf_sim_driver *driver;
 *       wdf_sim_device *device;
 *       wdf_sim_file *file;
 *       char buffer[5];
 *
 *       WDF_SIM_CHECK(wdf_sim_load_driver(&driver) == 0);
 *       WDF_SIM_CHECK(wdf_sim_add_device(driver, &device) == 0);
 *       WDF_SIM_CHECK(wdf_sim_open(device, &file) == 0);
 *       WDF_SIM_CHECK(wdf_sim_write(file, "hello", 5).status == 0);
 *       WDF_SIM_CHECK(wdf_sim_read(file, buffer, 5).information == 5);
 *   }
 *
 *   int main(int count, char **arguments)
 *   {
 *       return wdf_sim_main(count, arguments, scene, NULL);
 *   }
 *
 *   ./program --random 1000 --verifier        1000 random schedules, with the framework's verifier on
 *   ./program --help                          what else
 *
 * The scene is run once for each schedule, on a fresh machine. It may leave devices and drivers: they are removed when
 * it returns, and then nothing may be left, no request, no object, no reference, no pool memory, no thread, no handle.
 * What the scene keeps in variables of its own outside is not reset. Threads are those of wdf_sim_spawn; no other thread
 * may use a machine. A scene has a stack of 1 MiB. It must not leave a function of this file by longjmp or an exception.
 *
 * Statuses are those of ntstatus.h, as int32_t. Time is virtual, in units of 100 nanoseconds.
 *
 * Static data
 * -----------
 * A driver's variables outside of functions must begin each schedule as Windows would load them. So that the simulator
 * can restore them it must know where they are. The linker script image.ld, beside this file's folder, gathers them in
 * one section, which is found by its name; the line above with `-r` does that, before the program is linked. Nothing
 * of the driver is changed by it. A program that links the driver in another way can name the ranges itself, with
 * wdf_sim_image. Without either, every schedule sees what the one before left there, and a warning says so.
 * The image is noted when wdf_sim_run begins, so what your program writes to the driver's variables before is kept.
 *
 * Rules
 * -----
 * wdf_sim_report_rule names the rule that was broken: DoubleCompletion, RequestNeverCompleted, SpinLockRecursion, ...
 * TestFailed is a WDF_SIM_CHECK of your own. A driver that touches memory which is not there is reported as
 * InvalidMemoryAccess, on x86-64 and AArch64.
 *
 * A printed schedule is run again with the environment variable WDF_SIM_REPLAY, or wdf_sim_replay.
 */
#ifndef WDF_SIM_H
#define WDF_SIM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Handles of a scene. They are valid until the scene returns, and never freed by you. */
typedef struct wdf_sim_driver wdf_sim_driver;
typedef struct wdf_sim_device wdf_sim_device;
typedef struct wdf_sim_file wdf_sim_file;
typedef struct wdf_sim_ticket wdf_sim_ticket;
typedef struct wdf_sim_thread wdf_sim_thread;
typedef struct wdf_sim_lower wdf_sim_lower;
typedef struct wdf_sim_arrival wdf_sim_arrival;

/* How an I/O request ended. */
typedef struct wdf_sim_result {
	int32_t status;
	/* IO_STATUS_BLOCK.Information: mostly the number of bytes. */
	size_t information;
	/* How many bytes of output were written to your buffer. */
	size_t length;
} wdf_sim_result;

/* -- The driver and its devices ----------------------------------------------------------------------------------- */

/* DriverEntry, seen from here: its arguments are the driver's types. */
typedef int32_t (*wdf_sim_entry)(void *driver_object, const void *registry_path);

/* Loads a driver: calls its DriverEntry, whose status it returns. */
int32_t wdf_sim_load(const char *name, wdf_sim_entry entry, wdf_sim_driver **driver);

/* A device for the driver appeared: EvtDriverDeviceAdd, and the device's start. */
int32_t wdf_sim_add_device(wdf_sim_driver *driver, wdf_sim_device **device);

/* The hardware that a device is assigned, in the order in which its driver sees it. */
enum wdf_sim_resource_kind {
	WDF_SIM_MEMORY,       /* memory from this physical address on */
	WDF_SIM_PORT,         /* ports from this one on */
	WDF_SIM_LINE,         /* an interrupt line: its vector, and in `irql` its level, 3 to 12 */
	WDF_SIM_SHARED_LINE,  /* the same, shared with other devices */
	WDF_SIM_LATCHED_LINE, /* the same, edge-triggered */
	WDF_SIM_MESSAGES      /* `length` messages (MSI) with vectors from this one on */
};
typedef struct wdf_sim_resource {
	int kind;
	uint8_t irql;
	uint64_t start;
	uint32_t length;
} wdf_sim_resource;

/* As wdf_sim_add_device, for a device with hardware. */
int32_t wdf_sim_add_device_with(wdf_sim_driver *driver, const wdf_sim_resource *resources, size_t count,
				wdf_sim_device **device);
/*
 * Raises the interrupt of a vector: and waits until a processor serviced it, nonzero if a driver claimed it; or goes on,
 * and it is serviced when the schedule lets it.
 */
int wdf_sim_interrupt(wdf_sim_device *device, uint32_t vector);
void wdf_sim_begin_interrupt(wdf_sim_device *device, uint32_t vector);
/* The device's memory, for you to play the device in: what the driver sees that maps it. Zeros at first. */
void *wdf_sim_device_memory(uint64_t start, size_t length);

/* Leaves D0, and comes back. If that fails the device is removed. */
void wdf_sim_suspend(wdf_sim_device *device);
int32_t wdf_sim_resume(wdf_sim_device *device);

/* Removes the device, as when the user disables it; or as when it is pulled out. Its files are closed. */
void wdf_sim_remove(wdf_sim_device *device);
void wdf_sim_surprise_remove(wdf_sim_device *device);
/* As wdf_sim_remove, but drivers that have it open as a target are asked first: the status with which one refused, or 0. */
int32_t wdf_sim_try_remove(wdf_sim_device *device);
int wdf_sim_is_present(wdf_sim_device *device);

/* The devices that a bus driver made, as its parent reports them now: how many; at most `room` of them are written. */
size_t wdf_sim_children(wdf_sim_device *device, wdf_sim_device **children, size_t room);

/* The control devices that the driver has made and not deleted, in the order of their making: as wdf_sim_children. */
size_t wdf_sim_control_devices(wdf_sim_driver *driver, wdf_sim_device **devices, size_t room);

/* Unloads the driver, whose devices were removed. */
void wdf_sim_unload(wdf_sim_driver *driver);

/* The system goes down: control devices that asked for it are told. */
void wdf_sim_shutdown(void);
/* From here on the system has no memory for the framework's requests, or has it again. */
void wdf_sim_set_low_memory(int low);

/* -- The registry ------------------------------------------------------------------------------------------------- */

/* Puts a value there, of a type as REG_SZ = 1, REG_BINARY = 3, REG_DWORD = 4, and makes the keys above it. */
void wdf_sim_registry_set(const char *key, const char *name, uint32_t type, const void *data, size_t length);
/* How long the value is, or SIZE_MAX if there is none; the type, which may be NULL, and at most `length` bytes are given. */
size_t wdf_sim_registry_get(const char *key, const char *name, uint32_t *type, void *buffer, size_t length);
/* The paths of a driver's service key, which has its key "Parameters", and of a device's hardware key: their lengths. */
size_t wdf_sim_driver_key(wdf_sim_driver *driver, char *path, size_t room);
size_t wdf_sim_device_key(wdf_sim_device *device, char *path, size_t room);

/* -- I/O ---------------------------------------------------------------------------------------------------------- */

int32_t wdf_sim_open(wdf_sim_device *device, wdf_sim_file **file);
/* Closes the handle: what waits for it in queues is cancelled. */
void wdf_sim_close(wdf_sim_file *file);

/* Sends I/O and waits for it. */
wdf_sim_result wdf_sim_read(wdf_sim_file *file, void *buffer, size_t length);
wdf_sim_result wdf_sim_write(wdf_sim_file *file, const void *data, size_t length);
wdf_sim_result wdf_sim_ioctl(wdf_sim_file *file, uint32_t code, const void *input, size_t input_length, void *output,
			     size_t output_length);
/* As another driver sends it: IRP_MJ_INTERNAL_DEVICE_CONTROL. */
wdf_sim_result wdf_sim_internal_ioctl(wdf_sim_file *file, uint32_t code, const void *input, size_t input_length,
				      void *output, size_t output_length);

/* Sends I/O and goes on; input is copied, output comes with wdf_sim_wait. */
wdf_sim_ticket *wdf_sim_begin_read(wdf_sim_file *file, size_t length);
wdf_sim_ticket *wdf_sim_begin_write(wdf_sim_file *file, const void *data, size_t length);
wdf_sim_ticket *wdf_sim_begin_ioctl(wdf_sim_file *file, uint32_t code, const void *input, size_t input_length,
				    size_t output_length);
wdf_sim_ticket *wdf_sim_begin_internal_ioctl(wdf_sim_file *file, uint32_t code, const void *input,
					     size_t input_length, size_t output_length);

/* Asks for the request to be cancelled: nonzero if somebody could be asked. It may end otherwise all the same. */
int wdf_sim_cancel(wdf_sim_ticket *ticket);
int wdf_sim_is_completed(wdf_sim_ticket *ticket);
/* Waits for the request's end. The buffer, which may be NULL, gets at most `length` bytes of the output. */
wdf_sim_result wdf_sim_wait(wdf_sim_ticket *ticket, void *buffer, size_t length);

/* -- Drivers that you play ---------------------------------------------------------------------------------------- */

/*
 * A driver of yours: what another driver sends to it comes to `serve`, on the sender's thread. You complete it there, or
 * later from any thread. It stands below a device that is added above it, or behind a name that drivers open, or both.
 */
wdf_sim_lower *wdf_sim_lower_create(void (*serve)(wdf_sim_arrival *arrival, void *context), void *context);
/* Drivers can open it by this name, and by those that mean the same (\DosDevices\X is \??\X). */
void wdf_sim_lower_name(wdf_sim_lower *lower, const char *name);
/* How reads and writes travel to it: buffered if nothing is said. */
enum wdf_sim_transfer { WDF_SIM_BUFFERED, WDF_SIM_DIRECT, WDF_SIM_NEITHER };
void wdf_sim_lower_transfer(wdf_sim_lower *lower, int transfer);
/* As wdf_sim_add_device, above a driver of yours. Without one a device stands above a driver that refuses all I/O. */
int32_t wdf_sim_add_device_above(wdf_sim_driver *driver, wdf_sim_lower *lower, wdf_sim_device **device);

/* What arrived, until it is completed. The major function is IRP_MJ_.., 0 a create, 3 a read, 4 a write, 14 a control. */
int wdf_sim_arrival_major(wdf_sim_arrival *arrival);
uint32_t wdf_sim_arrival_code(wdf_sim_arrival *arrival);
int64_t wdf_sim_arrival_offset(wdf_sim_arrival *arrival);
/* How long its input is; at most `length` bytes are copied to the buffer, which may be NULL. */
size_t wdf_sim_arrival_input(wdf_sim_arrival *arrival, void *buffer, size_t length);
size_t wdf_sim_arrival_output_length(wdf_sim_arrival *arrival);
int wdf_sim_arrival_is_from_user(wdf_sim_arrival *arrival);
int wdf_sim_arrival_is_canceled(wdf_sim_arrival *arrival);
/* Whether it was neither completed nor cancelled; this can always be asked. */
int wdf_sim_arrival_is_here(wdf_sim_arrival *arrival);
/* From here on a cancellation completes it. 0: it was cancelled before, and is completed now. */
int wdf_sim_arrival_allow_cancel(wdf_sim_arrival *arrival);
/* Complete it: with its information, or with output. 0: it allowed cancellation and was cancelled. */
int wdf_sim_arrival_complete(wdf_sim_arrival *arrival, int32_t status, size_t information);
int wdf_sim_arrival_complete_with(wdf_sim_arrival *arrival, int32_t status, const void *output, size_t length);

/* -- Time, threads, expectations ---------------------------------------------------------------------------------- */

/* Virtual time since the run began, and waiting until so much has passed. */
uint64_t wdf_sim_now(void);
void wdf_sim_sleep(uint64_t time);
#define WDF_SIM_MILLISECONDS(n) ((uint64_t)(n) * 10000)

/* Another thread of the application, and waiting for its end. The run ends only when all have ended. */
wdf_sim_thread *wdf_sim_spawn(void (*body)(void *context), void *context);
void wdf_sim_join(wdf_sim_thread *thread);
/* Lets other threads run here. */
void wdf_sim_yield(void);

/* Writes into the trace; counts the events of the trace in which a text occurs: what the driver printed, what it called. */
void wdf_sim_note(const char *text);
size_t wdf_sim_trace_count(const char *part);
/* Prints the trace so far on stderr: time, thread, level, what happened. */
void wdf_sim_print_trace(void);
/* How many objects of the framework exist. */
size_t wdf_sim_objects(void);

/* Ends the run as TestFailed. */
void wdf_sim_fail(const char *file, int line, const char *text) __attribute__((noreturn));
#define WDF_SIM_CHECK(condition) ((condition) ? (void)0 : wdf_sim_fail(__FILE__, __LINE__, #condition))

/* -- Running ------------------------------------------------------------------------------------------------------ */

enum wdf_sim_strategy {
	WDF_SIM_CALM,       /* one schedule: each thread runs until it waits */
	WDF_SIM_RANDOM,     /* so many random schedules */
	WDF_SIM_PCT,        /* probabilistic concurrency testing, for races of a given depth */
	WDF_SIM_EXHAUSTIVE, /* every schedule with at most so many preemptions */
	WDF_SIM_REPLAY,     /* the schedule that a report printed */
	WDF_SIM_EVERY_ORDER /* every order that can make a difference, with any number of preemptions */
};

typedef struct wdf_sim_options {
	int strategy;
	/* The framework's own verifier: 0 off, 1 on. */
	int verifier;
	/* What the verifier's breaks do: 0 they end the run, 1 they are noted and the call returns as after a break. */
	int continue_on_break;
	uint64_t seed;
	/* How many schedules; for an exhaustive exploration at most so many, 0 for no limit. */
	size_t schedules;
	/* The depth of PCT, the preemptions of an exhaustive exploration. */
	size_t depth;
	/* The schedule to replay. */
	const char *replay;
	/* How many events a report keeps; 0 for the usual number. */
	size_t trace;
} wdf_sim_options;

typedef struct wdf_sim_report wdf_sim_report;

/* Runs a scene. The report is yours to free. Runs of one program follow each other; a scene cannot run another. */
wdf_sim_report *wdf_sim_run(const wdf_sim_options *options, void (*scene)(void *context), void *context);
void wdf_sim_report_free(wdf_sim_report *report);

/* The broken rule's name, or NULL if none was broken. */
const char *wdf_sim_report_rule(const wdf_sim_report *report);
/* All of it for people to read: what happened, the trace, how to see it again. Empty if no rule was broken. */
const char *wdf_sim_report_text(const wdf_sim_report *report);
/* The schedule that led there, for wdf_sim_replay. */
const char *wdf_sim_report_schedule(const wdf_sim_report *report);

enum wdf_sim_outcome {
	WDF_SIM_NOTHING,   /* no rule was broken */
	WDF_SIM_BUGCHECK,  /* Windows would stop */
	WDF_SIM_BREAK,     /* the framework's verifier would break into the debugger */
	WDF_SIM_UNDEFINED, /* nothing checks it on Windows: memory is corrupted */
	WDF_SIM_HANG,      /* a thread would wait for ever */
	WDF_SIM_LEAK       /* something is left behind */
};
int wdf_sim_report_outcome(const wdf_sim_report *report);
/* The bug check's code, or 0, and its parameters 0 to 3. */
uint32_t wdf_sim_report_bugcheck(const wdf_sim_report *report);
uint64_t wdf_sim_report_parameter(const wdf_sim_report *report, size_t index);

/* How many schedules were run; whether these were all that an exhaustive exploration has. */
size_t wdf_sim_report_schedules(const wdf_sim_report *report);
int wdf_sim_report_exhausted(const wdf_sim_report *report);
/* The rules of breaks that were continued. */
size_t wdf_sim_report_breaks(const wdf_sim_report *report);
const char *wdf_sim_report_break(const wdf_sim_report *report, size_t index);

/*
 * What main returns: runs the scene as the command's arguments say, prints a report if a rule is broken, and returns 0 if
 * all is as expected, 1 if not, 2 if the arguments are wrong. With --expect it is a broken rule that is expected.
 */
int wdf_sim_main(int count, char **arguments, void (*scene)(void *context), void *context);

/* Names a range of the driver's static data, before the first run: see "Static data". */
void wdf_sim_image(void *begin, void *end);

/* -- Short forms -------------------------------------------------------------------------------------------------- */

static inline wdf_sim_options wdf_sim_strategy(int strategy)
{
	wdf_sim_options options;
	memset(&options, 0, sizeof options);
	options.strategy = strategy;
	return options;
}

static inline wdf_sim_options wdf_sim_calm(void)
{
	return wdf_sim_strategy(WDF_SIM_CALM);
}

static inline wdf_sim_options wdf_sim_random(uint64_t seed, size_t schedules)
{
	wdf_sim_options options = wdf_sim_strategy(WDF_SIM_RANDOM);
	options.seed = seed;
	options.schedules = schedules;
	return options;
}

static inline wdf_sim_options wdf_sim_pct(uint64_t seed, size_t depth, size_t schedules)
{
	wdf_sim_options options = wdf_sim_strategy(WDF_SIM_PCT);
	options.seed = seed;
	options.depth = depth;
	options.schedules = schedules;
	return options;
}

static inline wdf_sim_options wdf_sim_exhaustive(size_t preemptions)
{
	wdf_sim_options options = wdf_sim_strategy(WDF_SIM_EXHAUSTIVE);
	options.depth = preemptions;
	return options;
}

static inline wdf_sim_options wdf_sim_replay(const char *schedule)
{
	wdf_sim_options options = wdf_sim_strategy(WDF_SIM_REPLAY);
	options.replay = schedule;
	return options;
}

static inline wdf_sim_options wdf_sim_every_order(void)
{
	return wdf_sim_strategy(WDF_SIM_EVERY_ORDER);
}

/* The code of a device control, as CTL_CODE of the driver's headers makes it. */
#define WDF_SIM_CTL_CODE(device_type, function, method, access)                                                       \
	((uint32_t)(device_type) << 16 | (uint32_t)(access) << 14 | (uint32_t)(function) << 2 | (uint32_t)(method))
enum wdf_sim_method {
	WDF_SIM_METHOD_BUFFERED,
	WDF_SIM_METHOD_IN_DIRECT,
	WDF_SIM_METHOD_OUT_DIRECT,
	WDF_SIM_METHOD_NEITHER
};

/* The program's DriverEntry under another name, because the driver's headers declare it with their own types. */
extern int32_t wdf_sim_driver_entry(void *driver_object, const void *registry_path) __asm__("DriverEntry");

/* Loads the program's driver. */
#define wdf_sim_load_driver(driver) wdf_sim_load("driver", wdf_sim_driver_entry, (driver))

/* Runs a scene that breaks no rule: 0 if so, and otherwise 1 with the report on stderr, for main to return. */
static inline int wdf_sim_expect_ok(const wdf_sim_options *options, void (*scene)(void *context), void *context)
{
	wdf_sim_report *report = wdf_sim_run(options, scene, context);
	int broken = wdf_sim_report_rule(report) != NULL;
	if (broken)
		fprintf(stderr, "%s\n", wdf_sim_report_text(report));
	wdf_sim_report_free(report);
	return broken;
}

/* Runs a scene that breaks this rule: 0 if so, and otherwise 1 with what was found instead on stderr. */
static inline int wdf_sim_expect_rule(const wdf_sim_options *options, void (*scene)(void *context), void *context,
				      const char *rule)
{
	wdf_sim_report *report = wdf_sim_run(options, scene, context);
	const char *found = wdf_sim_report_rule(report);
	int as_expected = found != NULL && strcmp(found, rule) == 0;
	if (!as_expected)
		fprintf(stderr, "expected %s, found %s\n%s\n", rule, found ? found : "no broken rule",
			wdf_sim_report_text(report));
	wdf_sim_report_free(report);
	return !as_expected;
}

#ifdef __cplusplus
}
#endif

#endif
