//! Plays a script on a machine.

use std::time::Duration;

use wdf_sim::{Device, Explorer, File, OnBreak, Report, Ticket};

use super::driver::{Driver, Notes, Parts};
use super::{Call, Conduct, Line, Script};
use crate::raw::{Request, World, attributes, check, object, plan};

/// Plays the script with such a driver.
///
/// # Errors
///
/// The report on the rule that the driver broke.
///
/// # Panics
///
/// If the machine's books are not in order after a call, or something that was sent is not completed at the end.
pub fn play(script: &Script, conduct: Conduct) -> Result<(), Box<Report>> {
    let seed = script.seed().filter(|_| conduct == Conduct::Lawless);
    let explorer = seed.map_or_else(Explorer::calm, |seed| Explorer::random(seed, 1));
    let on_break = if conduct == Conduct::Lawless { OnBreak::Continue } else { OnBreak::Stop };
    let verifier = script.verifier();
    let script = script.clone();
    let explored = check(explorer.on_break(on_break), verifier, move |world| {
        let driver = Driver::new(conduct);
        let (made, lines) = (driver.clone(), script.clone());
        let rig = world.build(plan().files(), move |device| made.make(&lines, device));
        let file = rig.open();
        let mut stage =
            Stage { world, driver, parts: rig.made, device: Some(rig.device), files: vec![file], tickets: Vec::new() };
        for line in &script.lines {
            stage.play(*line);
            // A random schedule stops other threads in the middle of what they do.
            if seed.is_none()
                && let Err(wrong) = world.audit()
            {
                panic!("after {line:?}: {wrong}");
            }
        }
        stage.end();
    })?;
    assert_eq!(explored.counts.sent, explored.counts.completed, "not all that was sent is completed");
    Ok(())
}

/// A machine in the middle of a script.
struct Stage<'a> {
    world: &'a World<'a>,
    driver: Driver,
    parts: Parts,
    /// Until it is removed.
    device: Option<Device>,
    files: Vec<File>,
    tickets: Vec<Ticket>,
}

fn chosen<T: Copy>(list: &[T], pick: u8) -> Option<T> {
    if list.is_empty() { None } else { Some(list[usize::from(pick) % list.len()]) }
}

fn removed<T>(list: &mut Vec<T>, pick: u8) -> Option<T> {
    if list.is_empty() { None } else { Some(list.swap_remove(usize::from(pick) % list.len())) }
}

impl Stage<'_> {
    fn play(&mut self, line: Line) {
        let Line { call, pick } = line;
        match call {
            Call::Cancel => {
                if !self.tickets.is_empty() {
                    let place = usize::from(pick) % self.tickets.len();
                    self.tickets[place].cancel();
                }
            }
            Call::Forget => drop(removed(&mut self.tickets, pick)),
            Call::Take => {
                if let Some(place) = self.tickets.iter().position(Ticket::is_completed) {
                    let _ = self.tickets.remove(place).wait();
                }
            }
            Call::React => self.driver.with(|notes| notes.reactions.push_back(pick)),
            Call::AnswerStop => self.driver.with(|notes| notes.requeues = pick & 1 != 0),
            Call::Reference => {
                if let Some(request) = self.request(|notes| &notes.held, pick) {
                    request.reference();
                    self.driver.with(|notes| notes.referenced.push(request.into()));
                }
            }
            Call::Dereference => self.dereference(pick),
            Call::Sleep => self.world.sleep(Duration::from_millis(u64::from(pick % 8))),
            _ if self.device.is_none() => {}
            Call::Read | Call::Write | Call::Control | Call::ReadNothing => self.send(call, pick),
            Call::Suspend | Call::Resume | Call::SurpriseRemove | Call::Remove | Call::Open | Call::Close => {
                self.manage(call, pick);
            }
            _ => self.drive(call, pick),
        }
    }
}

impl Stage<'_> {
    /// A request to do something to: one that the driver may do it to, or, if it is lawless, any that it ever saw.
    fn request(&self, lawful: impl FnOnce(&Notes) -> &Vec<Request>, pick: u8) -> Option<Request> {
        let lawless = self.driver.conduct == Conduct::Lawless;
        self.driver.with(|notes| chosen(if lawless { &notes.seen } else { lawful(notes) }, pick))
    }

    fn dereference(&self, pick: u8) {
        let lawless = self.driver.conduct == Conduct::Lawless;
        let object = self.driver.with(|notes| {
            let mine = removed(&mut notes.referenced, pick);
            mine.or_else(|| chosen(&notes.seen, pick).filter(|_| lawless).map(Into::into))
        });
        if let Some(object) = object {
            object.dereference();
        }
    }

    /// The application sends something.
    fn send(&mut self, call: Call, pick: u8) {
        let Some(file) = chosen(&self.files, pick) else { return };
        self.tickets.push(match call {
            Call::Read => file.begin_read(usize::from(pick) + 1),
            Call::Write => file.begin_write(&vec![pick; usize::from(pick) + 1]),
            Call::Control => file.begin_ioctl(0x0022_2000 | u32::from(pick & 3), &[pick], 8),
            _ => file.begin_read(0),
        });
    }

    /// Files, power and PnP.
    fn manage(&mut self, call: Call, pick: u8) {
        let Some(device) = self.device else { return };
        match call {
            Call::Open => self.files.extend(device.open()),
            Call::Close => {
                if let Some(file) = removed(&mut self.files, pick) {
                    file.close();
                }
            }
            Call::Suspend => device.suspend(),
            Call::Resume => device.resume().expect("no callback refuses"),
            _ => {
                self.files.clear();
                self.device = None;
                if call == Call::Remove { device.remove() } else { device.surprise_remove() }
            }
        }
    }

    /// What the driver does of its own accord.
    fn drive(&self, call: Call, pick: u8) {
        let (driver, parts) = (&self.driver, self.parts);
        let queue = [parts.default, parts.second, parts.manual][usize::from(pick) % 3];
        let marked = matches!(call, Call::Unmark);
        let of_request = self.request(|notes| if marked { &notes.marked } else { &notes.held }, pick);
        match (call, of_request) {
            (Call::Complete, Some(request)) => driver.complete(request),
            (Call::Mark, Some(request)) => driver.mark(request),
            (Call::MarkOld, Some(request)) => driver.mark_old(request),
            (Call::Unmark, Some(request)) => {
                driver.unmark(request);
            }
            (Call::Forward, Some(request)) => driver.forward(request, pick >> 4),
            (Call::Requeue, Some(request)) => driver.requeue(request),
            (Call::Look, Some(request)) => {
                let _ = (request.is_canceled(), request.parameters(), request.output(1), request.input(1));
            }
            (Call::RetrieveOfFile, Some(request)) => {
                if let Some(Ok(request)) = request.file().map(|file| parts.manual.retrieve_of(file)) {
                    driver.own(request);
                }
            }
            (Call::Retrieve, _) => {
                if let Ok(request) = parts.manual.retrieve() {
                    driver.own(request);
                }
            }
            (Call::Find, _) => {
                let after = driver.with(|notes| chosen(&notes.found, pick)).filter(|_| pick & 1 != 0);
                if let Ok(request) = parts.manual.find(after, None) {
                    driver.with(|notes| {
                        notes.seen.push(request);
                        notes.found.push(request);
                    });
                }
            }
            (Call::RetrieveFound, _) => {
                if let Some(found) = driver.with(|notes| removed(&mut notes.found, pick)) {
                    if let Ok(request) = parts.manual.retrieve_found(found) {
                        driver.own(request);
                    }
                    found.dereference();
                }
            }
            (Call::Start, _) => queue.start(),
            (Call::Stop, _) => queue.stop(),
            (Call::Drain, _) => queue.drain(),
            (Call::Purge, _) => queue.purge(),
            (Call::StopAndPurge, _) => queue.stop_and_purge(),
            (Call::Create, _) => {
                let parent = attributes().parent(parts.device);
                let object = object(&parent).expect("the device lives");
                driver.with(|notes| notes.objects.push(object));
            }
            (Call::Delete, _) => {
                let lawless = driver.conduct == Conduct::Lawless;
                let of = |notes: &mut Notes| {
                    if lawless { chosen(&notes.objects, pick) } else { removed(&mut notes.objects, pick) }
                };
                if let Some(object) = driver.with(of) {
                    object.delete();
                }
            }
            (Call::StartTimer, _) => {
                parts.timer.start(i64::from(pick % 8));
            }
            (Call::StopTimer, _) => {
                parts.timer.stop(false);
            }
            (Call::Dpc, _) => {
                parts.dpc.enqueue();
            }
            (Call::WorkItem, _) => parts.item.enqueue(),
            _ => {}
        }
    }

    /// The driver drops what it has, and the device goes: then everything is completed.
    fn end(mut self) {
        if self.driver.conduct == Conduct::Lawless {
            return;
        }
        let (found, referenced) = self.driver.with(|notes| (notes.found.split_off(0), notes.referenced.split_off(0)));
        for request in found {
            request.dereference();
        }
        for object in referenced {
            object.dereference();
        }
        if self.device.is_some() {
            self.manage(Call::Remove, 0);
        }
        assert!(
            self.tickets.iter().all(Ticket::is_completed),
            "the device is gone, and not all that was sent is completed"
        );
        if let Err(wrong) = self.world.audit() {
            panic!("after the removal: {wrong}");
        }
    }
}
