//! A port whose reads wait for the device's interrupt and can be cancelled meanwhile: the same driver with each
//! synchronization scope.

/// The driver with this scope of its queue; a DPC that is serialised with it, unless there is nothing to be serialised with.
macro_rules! port {
    ($name:ident, $about:literal, $scope:ident $(, $serialized:ident)?) => {
        #[doc = $about]
        pub(super) mod $name {
            use wdf_safe::prelude::*;

            type Line = Interrupt<Queue<Port>, u32>;

            #[object_context]
            struct Port {
                waiting: CancelSlot<Read>,
                line: Child<Line>,
            }

            #[driver_entry]
            fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
                DriverConfig::new(device_add).create(cx, driver, ())
            }

            #[evt_driver_device_add]
            fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
                let device = DeviceConfig::new(init).create(cx, ())?;
                let port = PortInit { waiting: CancelSlot::init(), line: Child::init() };
                let queue = QueueConfig::sequential()
                    .default_queue()
                    .scope(Scope::$scope)
                    .read(read)
                    .create(cx, &device, port)?;
                InterruptConfig::new(service, serviced)$(.$serialized())?.create(cx, queue, 0, |port| &port.line)?;
                Ok(device.added())
            }

            #[evt_interrupt_isr]
            fn service(cx: &mut Cx<'_, Dirql>, line: &Line, seen: &mut u32, _message: u32) -> bool {
                *seen += 1;
                line.queue_deferred(cx);
                true
            }

            #[evt_interrupt_dpc]
            fn serviced(cx: &mut Cx<'_, Dispatch>, line: &Line) {
                let seen = line.with(cx, |seen, _| *seen);
                line.parent().context().waiting.unmark(cx, |cx, request| {
                    request.complete(cx, if seen.is_some() { NtStatus::SUCCESS } else { NtStatus::CANCELLED })
                });
            }

            #[evt_io_read]
            fn read<'id>(
                cx: &mut Cx<'_, Dispatch>,
                queue: &Queue<Port>,
                request: Request<'id, Owned, Read>,
            ) -> Handled<'id> {
                let port = queue.context();
                // The device may have interrupted before the read came: then it is answered at once.
                if port.line.get().and_then(|line| line.with(cx, |seen, _| *seen > 0)) == Some(true) {
                    return request.complete(cx, NtStatus::SUCCESS);
                }
                match port.waiting.park_cancelable(cx, request, give_up) {
                    Ok(handled) => handled,
                    Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
                }
            }

            #[evt_request_cancel]
            fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
                request.complete_cancelled(cx)
            }
        }
    };
}

port!(unsynchronised, "Nothing is synchronised with anything.", None);
port!(by_queue, "The queue's callbacks and the DPC exclude each other.", Queue, serialized);
port!(by_device, "The device's callbacks and the DPC exclude each other.", Device, serialized);
