//! `wdf_sim_run`: a scene under one schedule, many, or all.
//!
//! Runs of one program are serialised, because the driver's static data is one.
#![expect(unsafe_code, reason = "defines a symbol of the header, and reads C's structures")]

use std::ffi::{c_char, c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use wdf_sim::{Explorer, Machine, Memory, OnBreak, Verifier};

use crate::image::Image;
use crate::machine::text;
use crate::report::Report;
use crate::{fault, handle};

/// `wdf_sim_options`, member by member.
#[repr(C)]
#[derive(Clone, Copy)]
struct Options {
    strategy: c_int,
    verifier: c_int,
    continue_on_break: c_int,
    seed: u64,
    schedules: usize,
    depth: usize,
    replay: *const c_char,
    trace: usize,
}

/// The strategies, as the header numbers them.
const CALM: c_int = 0;
const RANDOM: c_int = 1;
const PCT: c_int = 2;
const EXHAUSTIVE: c_int = 3;
const REPLAY: c_int = 4;
const EVERY_ORDER: c_int = 5;

impl Options {
    /// # Safety
    ///
    /// The schedule to replay is NULL or a C string.
    unsafe fn explorer(self) -> Explorer {
        let explorer = match self.strategy {
            CALM => Explorer::calm(),
            RANDOM => Explorer::random(self.seed, self.schedules),
            PCT => Explorer::pct(self.seed, self.depth, self.schedules),
            EXHAUSTIVE if self.schedules == 0 => Explorer::exhaustive(self.depth),
            EXHAUSTIVE => Explorer::exhaustive(self.depth).at_most(self.schedules),
            EVERY_ORDER if self.schedules == 0 => Explorer::every_order(Memory::Any),
            EVERY_ORDER => Explorer::every_order(Memory::Any).at_most(self.schedules),
            // SAFETY: the caller vouches for it.
            REPLAY => Explorer::replay(&unsafe { text(self.replay) }),
            other => panic!("wdf_sim_run: there is no strategy {other}"),
        };
        let explorer = explorer.verifier(if self.verifier == 0 { Verifier::Off } else { Verifier::On });
        let explorer = explorer.on_break(if self.continue_on_break == 0 { OnBreak::Stop } else { OnBreak::Continue });
        if self.trace == 0 { explorer } else { explorer.trace(self.trace) }
    }
}

/// A scene. Whoever runs it vouches that another thread may, which has its context alone.
struct Scene {
    function: extern "C" fn(*mut c_void),
    context: *mut c_void,
    image: Image,
}

// SAFETY: the thread that called wdf_sim_run waits while another runs the scene.
unsafe impl Send for Scene {}
// SAFETY: as above.
unsafe impl Sync for Scene {}

impl Scene {
    fn play(&self, _: &Machine) {
        fault::catch();
        handle::begin();
        // SAFETY: a machine begins: nothing of the driver runs yet.
        unsafe { self.image.restore() };
        (self.function)(self.context);
        handle::forget_all();
    }
}

/// Whether there was a run before.
static RAN: AtomicBool = AtomicBool::new(false);
/// Only one run at a time.
static RUNNING: Mutex<()> = Mutex::new(());

fn warn_about_static_data() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        eprintln!(
            "wdf_sim: the driver's static data is not known, so each schedule sees what the one before left there \
             (wdf_sim.h, \"Static data\")"
        );
    });
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_run(
    options: *const Options,
    function: extern "C" fn(*mut c_void),
    context: *mut c_void,
) -> *mut Report {
    assert!(Machine::current().is_none(), "wdf_sim_run: a scene cannot run another");
    let _one = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(!options.is_null(), "wdf_sim_run: the options are NULL");
    // SAFETY: the program passes valid options.
    let options = unsafe { options.read() };
    // SAFETY: the options are valid.
    let explorer = unsafe { options.explorer() };
    // SAFETY: no driver runs: this thread holds the lock under which they do.
    let image = unsafe { Image::note() };
    let is_first = !RAN.swap(true, Ordering::Relaxed);
    if !image.is_known() && (options.strategy != CALM || !is_first) {
        warn_about_static_data();
    }
    // SAFETY: as above.
    let after = unsafe { Image::note() };
    let scene = Scene { function, context, image };
    let result = explorer.check(move |machine| scene.play(machine));
    // SAFETY: the run is over: no code of the driver runs any more.
    unsafe { after.restore() };
    Box::into_raw(Box::new(Report::new(result)))
}
