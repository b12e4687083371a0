//! The callbacks of open handles.
//!
//! *Where it stands.* Under [`DeviceConfig`].
//!
//! *Key types.* Methods of [`DeviceConfig`]; [`FileObject`](crate::request::FileObject).
//!
//! *Wraps.* "Framework File Objects", `WDF_FILEOBJECT_CONFIG`, `WdfDeviceInitSetFileObjectConfig`.

use super::DeviceConfig;
use crate::context::{self, ContextInit, ObjectContext};
use crate::device::{Device, Opens, Role};
use crate::handler::{self, FileContextMaker, FileCreateHandler, FileHandler};
use crate::irql::{Cx, Dispatch};
use crate::sys;
use crate::trampoline;
use core::ptr;

impl<T: ObjectContext, R: Role> DeviceConfig<'_, T, R> {
    /// Has the framework make file objects, one for each open handle, and tells this handler that an application has closed
    /// its handle: `EvtFileCleanup`. `WdfDeviceInitSetFileObjectConfig`.
    ///
    /// Called before the framework cancels the handle's requests that wait in queues. It does nothing about those that
    /// wait in the driver's stores, on which the closing waits: the handler takes them out and completes them, from stores
    /// that know their requests [`ByFile`](crate::request::ByFile). Which handle a request is of says
    /// [`Request::file_object`](crate::request::Request::file_object).
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Bell {
    ///     waiting: CancelList<Read, 8, ByFile>,
    /// }
    ///
    /// #[evt_file_cleanup]
    /// fn closed(cx: &mut Cx<'_, Dispatch>, device: &Device<Bell>, file: &FileObject<'_>) {
    ///     let (waiting, cancelled) = (&device.context().waiting, NtStatus::CANCELLED);
    ///     while waiting.unmark_by_file(cx, file, |cx, request| request.complete(cx, cancelled)) == Taken::Handled {}
    /// }
    ///
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     let bell = BellInit { waiting: CancelList::init() };
    ///     Ok(DeviceConfig::new(init).file_cleanup(closed).create(cx, bell)?.added())
    /// }
    /// ```
    pub fn file_cleanup<F>(mut self, _handler: F) -> Self
    where
        F: FileHandler<T>,
    {
        handler::assert_no_bytes::<F>();
        self.files().0.EvtFileCleanup = Some(trampoline::file::cleanup::<T, F>);
        self
    }

    /// Has the framework make file objects, and tells this handler that one is closed: its handle is, and no request of it is
    /// left. `EvtFileClose`, `WdfDeviceInitSetFileObjectConfig`.
    pub fn file_close<F>(mut self, _handler: F) -> Self
    where
        F: FileHandler<T>,
    {
        handler::assert_no_bytes::<F>();
        self.files().0.EvtFileClose = Some(trampoline::file::close::<T, F>);
        self
    }

    /// What is said of the device's file objects.
    fn files(&mut self) -> &mut (sys::WDF_FILEOBJECT_CONFIG, Option<sys::WDF_OBJECT_ATTRIBUTES>) {
        self.files.get_or_insert_with(|| (sys::config::file_object(), None))
    }
}

impl<T: ObjectContext, R: Opens> DeviceConfig<'_, T, R> {
    /// Has the framework make file objects, and asks this handler whether a handle may be opened: `EvtDeviceFileCreate`, on
    /// the thread that opens it. `WdfDeviceInitSetFileObjectConfig`.
    ///
    /// The handler completes the request: with a success, and the handle is open, or with the status that the application is
    /// to get.
    pub fn file_create<F>(self, handler: F) -> Self
    where
        F: FileCreateHandler<T>,
    {
        fn nothing<T>(_: &mut Cx<'_, Dispatch>, _: &Device<T>) {}
        let mut config = self.file_create_with(nothing::<T>, handler);
        // An object without a context takes none.
        config.files().1 = None;
        config
    }

    /// As [`file_create`](Self::file_create), and gives each file object a context: what `make` returns, before the handler
    /// is asked. Callbacks reach it by [`FileObject::context`](crate::request::FileObject::context).
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Reader {
    ///     read: AtomicU32,
    /// }
    ///
    /// #[object_context]
    /// struct Desk {
    ///     files: FileObjects,
    /// }
    ///
    /// fn reader(_cx: &mut Cx<'_, Dispatch>, _device: &Device<Desk>) -> ReaderInit<AtomicU32> {
    ///     ReaderInit { read: AtomicU32::new(0) }
    /// }
    ///
    /// #[evt_device_file_create]
    /// fn opened<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     _device: &Device<Desk>,
    ///     request: Request<'id, Opening, Any>,
    ///     _file: &FileObject<'_>,
    /// ) -> Handled<'id> {
    ///     request.complete(cx, NtStatus::SUCCESS)
    /// }
    ///
    /// #[evt_io_read]
    /// fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    ///     let file = queue.device::<Desk>().and_then(|desk| request.file_object(&desk.context().files));
    ///     if let Some(reader) = file.as_ref().and_then(FileObject::context::<Reader>) {
    ///         reader.read.fetch_add(1, Ordering::Relaxed);
    ///     }
    ///     request.complete(cx, NtStatus::SUCCESS)
    /// }
    ///
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     let files = init.use_file_objects();
    ///     let device = DeviceConfig::new(init).file_create_with(reader, opened).create(cx, DeskInit { files })?;
    ///     QueueConfig::sequential().default_queue().read(read).create(cx, &device, ())?;
    ///     Ok(device.added())
    /// }
    /// ```
    pub fn file_create_with<C, M, I, F>(mut self, _make: M, _handler: F) -> Self
    where
        C: ObjectContext,
        I: ContextInit<C>,
        M: FileContextMaker<T, I>,
        F: FileCreateHandler<T>,
    {
        handler::assert_no_bytes::<M>();
        handler::assert_no_bytes::<F>();
        context::assert_no_store::<C, I>();
        let files = self.files();
        files.0.EvtDeviceFileCreate = Some(trampoline::file::create::<T, C, M, I, F>);
        files.1 = Some(context::attributes::<C>(ptr::null_mut()));
        self
    }
}
