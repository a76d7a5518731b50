//! How many requests are under way at once: fewer when they are refused, more when they are taken, as Vector's adaptive
//! concurrency does.

use std::sync::{Condvar, Mutex};

/// What the limit becomes by a refusal.
const DECREASE: f64 = 0.9;

/// The limit, and how many are under way.
pub(crate) struct Pace {
    state: Mutex<State>,
    changed: Condvar,
    most: f64,
}

struct State {
    limit: f64,
    under_way: u32,
}

impl Pace {
    pub(crate) fn new(most: u32) -> Self {
        let limit = f64::from(most);
        Self {
            state: Mutex::new(State {
                limit,
                under_way: 0,
            }),
            changed: Condvar::new(),
            most: limit,
        }
    }

    /// Does something when there is room for it; whether it `went_well` moves the limit.
    pub(crate) fn run<T>(&self, work: impl FnOnce() -> T, went_well: impl FnOnce(&T) -> bool) -> T {
        let state = self.state.lock().unwrap();
        let is_full = |state: &mut State| f64::from(state.under_way) >= state.limit;
        let mut state = self.changed.wait_while(state, is_full).unwrap();
        state.under_way += 1;
        drop(state);
        let done = work();
        let mut state = self.state.lock().unwrap();
        state.under_way -= 1;
        state.limit = if went_well(&done) {
            (state.limit + 1.0 / state.limit).min(self.most)
        } else {
            (state.limit * DECREASE).max(1.0)
        };
        self.changed.notify_all();
        done
    }
}
