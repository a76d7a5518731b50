//! Where threads meet: the queue, and waiting for it to change.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::batch::{Batch, Parked, Ticket};
use super::course::Course;
use super::judged::Judged;
use super::open::{After, Turn};
use super::queue::{Next, Queue, Step};
use crate::commands::CommandError;
use crate::input::{Feed, InputError};

/// Where threads meet.
pub(super) struct Hub {
    queue: Mutex<Queue>,
    changed: Condvar,
}

/// What becomes of a batch that was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is told now.
    Mine,
    /// It may be kept until its turn comes.
    Early,
    /// It was not right to judge it as if an input began there.
    Void,
    /// Nobody wants it any more.
    Gone,
}

impl Hub {
    pub(super) const fn new(queue: Queue) -> Self {
        Self {
            queue: Mutex::new(queue),
            changed: Condvar::new(),
        }
    }

    /// The queue; what a thread that broke down left is good enough to end with.
    pub(super) fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a thread is to do next, once there is something.
    pub(super) fn next(&self, is_ready: bool) -> Result<Step, CommandError> {
        let mut queue = self.lock();
        loop {
            match queue.next(is_ready)? {
                Step::Wait => queue = self.wait(queue),
                Step::Over => {
                    self.changed.notify_all();
                    return Ok(Step::Over);
                }
                step => return Ok(step),
            }
        }
    }

    /// A batch was read.
    pub(super) fn was_read(&self, ticket: Ticket, feed: Option<Feed>) {
        self.lock().was_read(ticket, feed);
        self.changed.notify_all();
    }

    /// Waits for the turn of a batch, or until it may be kept, if it may.
    pub(super) fn turn(&self, ticket: Ticket, begins: bool, may_park: bool) -> Place {
        let mut queue = self.lock();
        loop {
            match queue.turn(ticket, begins) {
                None => return Place::Gone,
                Some(Turn::Mine) => return Place::Mine,
                Some(Turn::Void) => return Place::Void,
                Some(Turn::NotYet) if may_park && queue.has_room() => return Place::Early,
                Some(Turn::NotYet) => queue = self.wait(queue),
            }
        }
    }

    /// Tells a batch whose turn it is.
    pub(super) fn tell(
        &self,
        ticket: Ticket,
        batch: Batch,
        judged: Judged,
    ) -> Result<After, CommandError> {
        self.change(|queue| queue.tell(ticket, batch, judged))
    }

    /// Keeps a batch until its turn comes; gives it back if that is now.
    pub(super) fn park(&self, ticket: Ticket, parked: Parked) -> Option<Parked> {
        let mut queue = self.lock();
        let is_void = parked.judged.is_none();
        match queue.turn(ticket, parked.batch.begins) {
            Some(Turn::NotYet) => {}
            Some(Turn::Void) if is_void => {}
            Some(_) => return Some(parked),
            None => return None,
        }
        queue.park(ticket, parked);
        self.changed.notify_all();
        None
    }

    /// Lends the course of an input to the thread whose turn it is.
    pub(super) fn lend(&self, ticket: Ticket) -> Option<Course> {
        self.lock().lend(ticket)
    }

    /// Takes it back, with a batch told.
    pub(super) fn resume(
        &self,
        ticket: Ticket,
        course: Course,
        batch: Batch,
        at_rest: bool,
    ) -> Result<After, CommandError> {
        self.change(|queue| queue.resume(ticket, course, batch, at_rest))
    }

    /// Takes it back and leaves the rest of the input.
    pub(super) fn leave(
        &self,
        ticket: Ticket,
        course: Course,
        batch: &Batch,
    ) -> Result<After, CommandError> {
        self.change(|queue| queue.leave(ticket, course, batch))
    }

    /// An input cannot be opened.
    pub(super) fn unreadable(
        &self,
        ticket: Ticket,
        error: &InputError,
    ) -> Result<(), CommandError> {
        self.change(|queue| queue.unreadable(ticket, error))
    }

    /// The next batch of an input that a thread goes on with.
    pub(super) fn follow(&self, ticket: Ticket) -> Next {
        let mut queue = self.lock();
        loop {
            match queue.follow(ticket) {
                Next::Wait => queue = self.wait(queue),
                next => return next,
            }
        }
    }

    /// Ends the scan before its end.
    pub(super) fn stop(&self, error: CommandError) {
        let mut queue = self.lock();
        queue.is_stopped = true;
        queue.failure.get_or_insert(error);
        self.changed.notify_all();
    }

    /// A thread goes.
    pub(super) fn leave_work(&self) {
        let mut queue = self.lock();
        queue.threads = queue.threads.saturating_sub(1);
        self.changed.notify_all();
    }

    /// Waits until the scan is over.
    pub(super) fn until_over(&self) -> MutexGuard<'_, Queue> {
        let mut queue = self.lock();
        while queue.threads > 0 && !queue.is_stopped {
            queue = self.wait(queue);
        }
        queue
    }

    fn change<T>(
        &self,
        change: impl FnOnce(&mut Queue) -> std::io::Result<T>,
    ) -> Result<T, CommandError> {
        let changed = change(&mut self.lock())?;
        self.changed.notify_all();
        Ok(changed)
    }

    fn wait<'a>(&self, queue: MutexGuard<'a, Queue>) -> MutexGuard<'a, Queue> {
        self.changed
            .wait(queue)
            .unwrap_or_else(PoisonError::into_inner)
    }
}
