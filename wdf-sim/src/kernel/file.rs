//! File objects: one for each handle that an application opened.
//!
//! The I/O manager sends `IRP_MJ_CLEANUP` when the handle is closed, and `IRP_MJ_CLOSE` when nothing refers to the file object
//! any more: each request that is not completed does.
//!
//! Facts: `fxfileobject.cpp`; the page of `IRP_MJ_CLOSE`.

use wdf_sim_sys::UNICODE_STRING;

use super::irp::Irp;
use super::object::{Body, Id, Kind};
use super::string::Text;
use super::{Job, Kernel};

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) device: Id,
    /// The driver asked for file objects, so it may see this one.
    pub(crate) visible: bool,
    /// The part of the path behind the device, if there is one or the driver asked for it: the units, and the string over them.
    pub(crate) name: Option<Box<(Text, UNICODE_STRING)>>,
    /// Requests that were sent with it and are not completed.
    pub(crate) pending: u32,
    /// `IRP_MJ_CREATE` is not completed, or has failed.
    pub(crate) opening: bool,
    /// The handle is closed.
    pub(crate) closing: bool,
    /// `IRP_MJ_CLEANUP` is not completed, which refers to the file object too.
    pub(crate) cleaning: bool,
    /// The file object is being closed, or was.
    pub(crate) closed: bool,
}

impl File {
    pub(crate) const fn new(device: Id, visible: bool) -> Self {
        Self { device, visible, name: None, pending: 0, opening: true, closing: false, cleaning: false, closed: false }
    }
}

impl Kernel {
    /// Whether this very file can be used: its handle is not closed.
    pub(crate) fn is_open(&self, file: Id, serial: u32) -> bool {
        self.objects.is_live(file, serial) && !self.objects.file(file).closing
    }

    /// Whoever comes first closes this very file object: not before the handle is closed and nothing is pending. The
    /// device that it is of.
    pub(crate) fn begin_close(&mut self, file: Id, serial: u32) -> Option<Id> {
        if !self.objects.is_live(file, serial) {
            return None;
        }
        let state = self.objects.file_mut(file);
        let mine = state.closing && !state.cleaning && state.pending == 0 && !state.closed;
        state.closed |= mine;
        mine.then_some(state.device)
    }

    /// How many requests of the file are pending. They are counted in any order.
    fn pending_of(&mut self, file: Id) -> &mut u32 {
        match &mut self.objects.for_count(file).body {
            Body::File(file) => &mut file.pending,
            body => panic!("{body:?} is no file"),
        }
    }

    /// A request of the file is sent.
    pub(crate) fn enter_file(&mut self, file: Id) {
        *self.pending_of(file) += 1;
    }

    /// A request of the file is completed; after the last one a worker closes the file object: then it is true.
    pub(crate) fn leave_file(&mut self, file: Id) -> bool {
        let pending = self.pending_of(file);
        *pending -= 1;
        let idle = *pending == 0;
        let state = self.objects.file(file);
        let last = idle && state.closing && !state.cleaning;
        if last {
            let serial = self.objects.get(file).serial;
            self.work.push_back(Job::CloseFile(file, serial));
        }
        last
    }

    /// Whether nobody is about to open a device.
    pub(crate) fn are_files_opened(&self, device: Id) -> bool {
        self.files_of(device).iter().all(|file| !self.objects.file(*file).opening)
    }

    /// Whether all files of a device are closed, or are kept only by requests that its parent has.
    pub(crate) fn are_files_closed(&self, device: Id) -> bool {
        let files = self.files_of(device);
        let keeps =
            |irp: &Irp| !irp.completed && !irp.with_parent && irp.file.is_some_and(|file| files.contains(&file));
        let is_kept = |file: &Id| self.objects.file(*file).pending > 0 && !self.objects.file(*file).cleaning;
        files.iter().all(is_kept) && !self.irps.iter().any(keeps)
    }

    /// The requests that the parent of a device has lose their files of the device, which can be closed now.
    pub(crate) fn forget_files(&mut self, device: Id) {
        let files = self.files_of(device);
        for irp in self.irps.iter_mut().filter(|irp| irp.file.is_some_and(|file| files.contains(&file))) {
            irp.file = None;
        }
        for file in files {
            *self.pending_of(file) = 0;
        }
    }

    /// The files of a device, in the order in which they were opened.
    pub(crate) fn files_of(&self, device: Id) -> Vec<Id> {
        self.objects.children(device).into_iter().filter(|id| self.objects.kind(*id) == Kind::File).collect()
    }
}
