//! Forwarding a child's request to a queue of its parent.
//!
//! The move itself is that of every forward (`retrieve.rs`); what the parent makes different is checked here. Facts:
//! `fxioqueue.cpp:VerifyForwardRequestToParent`, `ForwardRequestToParent`.

use super::super::object::Id;
use super::super::{Kernel, Result};
use crate::violation::{Outcome, Rule, Violation};

impl Kernel {
    /// The checks of `WdfRequestForwardToParentDeviceIoQueue` before anything changes. False: refused.
    pub(crate) fn verify_forward_to_parent(&mut self, request: Id, from: Id, to: Id) -> Result<bool> {
        const DDI: &str = "WdfRequestForwardToParentDeviceIoQueue";
        let subject = self.objects.subject(request);
        let device = self.objects.queue(from).device;
        let device_subject = self.objects.subject(device);
        let Some((parent, allowed)) =
            self.objects.device(device).pdo.as_deref().map(|pdo| (pdo.parent, pdo.forwards_to_parent))
        else {
            return self.refuse_parent(format!("{DDI}: {device_subject}, whose {subject} it is, has no parent"));
        };
        if !self.verify_owned(request, DDI)?
            || !self.verify_not_cancelable(request, Rule::ForwardedWhileCancelable, DDI)?
        {
            return Ok(false);
        }
        self.check_unverified_owned(request, DDI)?;
        self.check_unlinked(request, DDI)?;
        if from == to {
            return self.refuse_parent(format!("{DDI}: {subject} is forwarded to its own queue"));
        }
        if self.objects.request(request).reserved.is_some() {
            return self.refuse_parent(format!("{DDI}: {subject} is reserved for its queue"));
        }
        if self.objects.queue(to).device != parent {
            let queue = self.objects.subject(to);
            return self.refuse_parent(format!("{DDI}: {queue} does not belong to the parent of {device_subject}"));
        }
        if !allowed {
            let text = format!("{DDI}: the init of {device_subject} did not allow it: its IRPs lack a stack location");
            return self.refuse_parent(text);
        }
        Ok(true)
    }

    /// A request that belongs to no queue cannot be forwarded: the verifier breaks; without it memory is corrupted.
    pub(crate) fn refuse_unqueued(&mut self, request: Id, ddi: &str) -> Result<()> {
        let text = format!("{ddi}: {} belongs to no queue", self.objects.subject(request));
        if self.sending(request).is_some_and(|sending| sending.must_complete) {
            // The framework takes one that was made to be completed, and reads what it is off the driver's IRP.
            let text = format!("{text}, and putting requests of a driver's own into one is not simulated yet");
            return Err(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
        }
        if !self.verifier_on() {
            return Err(Violation::undefined(Rule::NotInAQueue, text));
        }
        self.verifier_break(Rule::NotInAQueue, text)
    }

    /// The verifier breaks and the call fails; without it the IRP's stack is overrun, or another device's request freed.
    fn refuse_parent(&mut self, text: String) -> Result<bool> {
        if !self.verifier_on() {
            return Err(Violation::undefined(Rule::ForwardedToParentWrongly, text));
        }
        self.verifier_break(Rule::ForwardedToParentWrongly, text)?;
        Ok(false)
    }
}
