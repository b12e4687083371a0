//! The threads that serve the machine: processors that take DPCs and timers, and system workers.
//!
//! They are started when there is first something for them to do, so that a run without timers has none.

use super::{interrupt, me, offer, queue, spawn, timer, with};
use crate::kernel::Job;
use crate::kernel::queue::Deferral;
use crate::kernel::system::PROCESSORS;
use crate::kernel::thread::{Role, Wait};
use crate::touch::{Mode, Place, touch};

/// How many interrupts can be serviced at the same time.
const INTERRUPTED: usize = 2;
/// How many work items can run at the same time.
const WORKERS: usize = 8;

/// Starts a service thread if there is work that no idle one could take.
pub(crate) fn ensure() {
    for (role, most) in [(Role::Dpc, PROCESSORS as usize), (Role::Interrupt, INTERRUPTED), (Role::Worker, WORKERS)] {
        let number = with(|kernel| {
            let idle_threads = Place::Idle(role == Role::Dpc);
            touch(idle_threads, Mode::Read);
            let has_work = match role {
                Role::Dpc => kernel.has_dpc_work(),
                Role::Interrupt => !kernel.lines.raised.is_empty(),
                _ => !kernel.work.is_empty(),
            };
            let mine = || kernel.threads.iter().filter(|thread| thread.role == role);
            let idle = mine().any(|thread| matches!(thread.wait, Wait::Dpc(_) | Wait::Interrupt(_) | Wait::Work(_)));
            let count = mine().count();
            let wanted = has_work && !idle && count < most && !kernel.shut_down;
            if wanted {
                touch(idle_threads, Mode::Write);
            }
            wanted.then_some(count)
        });
        if let Some(number) = number {
            let number = u32::try_from(number).expect("few service threads");
            let wait = match role {
                Role::Dpc => Wait::Dpc(number),
                Role::Interrupt => Wait::Interrupt(number),
                _ => Wait::Work(number),
            };
            spawn(role, wait, move || serve(role, wait));
        }
    }
}

fn serve(role: Role, wait: Wait) {
    let mut is_new = true;
    loop {
        offer(wait, std::mem::take(&mut is_new));
        if with(|kernel| kernel.shut_down) {
            return;
        }
        if role == Role::Interrupt {
            let raised = with(|kernel| kernel.lines.raised.pop_front());
            ensure();
            if let Some(raised) = raised {
                interrupt::service(raised);
            }
            continue;
        }
        let job = with(|kernel| match role {
            Role::Worker => kernel.work.pop_front(),
            _ => kernel.dpcs.pop_front().or_else(|| kernel.expire_next()),
        });
        // What is still queued may be what this job waits for, and a passive timer that expired is a worker's job.
        ensure();
        if let Some(job) = job {
            run(job);
        }
        debug_assert!(with(|kernel| kernel.thread(me()).held.is_empty()), "a service thread ends a job without locks");
    }
}

fn run(job: Job) {
    match job {
        Job::Dispatch(id) => {
            let deferral =
                if with(|kernel| kernel.objects.queue(id).passive) { Deferral::WorkItem } else { Deferral::Dpc };
            with(|kernel| kernel.begin_deferred(id));
            queue::dispatch(id, None);
            with(|kernel| kernel.end_deferred(id, deferral));
        }
        Job::Timer(id) => timer::run(id),
        Job::Timeout(id) => super::target::expired(id),
        Job::Dpc(id) => timer::run_dpc(id),
        Job::WorkItem(id) => timer::run_work_item(id),
        Job::InterruptDpc(id) => interrupt::run_dpc(id),
        Job::InterruptWork(id) => interrupt::run_work_item(id),
        Job::KernelDpc(address) => super::nt::run_dpc(address),
        Job::KernelWorkItem(address) => super::system::run_work_item(address),
        Job::CloseFile(id, serial) => super::file::finish_close(id, serial),
        Job::Dispose(id) => super::object::delete_at_passive(id),
        Job::Fail(device, serial) => super::pnp::fail_job(device, serial),
        Job::Idle(device, serial) => super::power_policy::idle_job(device, serial),
        Job::PowerUp(device, serial) => super::power_policy::up_job(device, serial),
        Job::Eject(child, serial) => super::children::eject_job(child, serial),
        Job::Enumerate(parent, serial) => super::children::enumerate_job(parent, serial),
        Job::DisposeEarly(id) => super::object::dispose_late(id),
    }
}
