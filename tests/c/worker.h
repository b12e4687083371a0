/* What the two files of the worker driver share. */
#ifndef TESTS_WORKER_H
#define TESTS_WORKER_H

#include <ntddk.h>
#include <wdf.h>

typedef struct _WORKER_CONTEXT {
	WDFQUEUE Pending;
	/* The thread's object, with a reference. */
	PKTHREAD Thread;
	/* There is work; the thread shall end; the thread has begun to end. */
	KEVENT Work;
	KEVENT Stop;
	KEVENT Ending;
	LONG Handled;
} WORKER_CONTEXT, *PWORKER_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(WORKER_CONTEXT, WorkerGetContext)

KSTART_ROUTINE WorkerThread;
NTSTATUS WorkerQueueInitialize(WDFDEVICE Device);

#endif
