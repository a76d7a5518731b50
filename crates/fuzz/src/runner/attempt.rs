//! One case: made, checked, its panics and its time watched.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::time::{Duration, Instant};

use crate::choices::Choices;
use crate::target::{Target, Verdict};

/// Longer than any case takes on a slow machine without optimisation, shorter than what grows with the square.
const PATIENCE: Duration = Duration::from_secs(20);

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes a case from bytes and checks it. A panic and a case that takes too long are failures.
pub(super) fn attempt(target: &Target, bytes: &[u8]) -> Verdict {
    listen_to_panics();
    let started = Instant::now();
    let work = || (target.check)(&(target.generate)(&mut Choices::new(bytes)));
    let verdict = panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(last_panic()));
    let taken = started.elapsed();
    if verdict.is_ok() && taken > PATIENCE {
        return Err(format!("the case took {:.1} s", taken.as_secs_f64()));
    }
    verdict
}

fn last_panic() -> String {
    let last = LAST_PANIC.with_borrow_mut(Option::take);
    last.unwrap_or_else(|| "panic".to_owned())
}

/// Keeps the message of a panic, which is printed with the case or not at all.
fn listen_to_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            LAST_PANIC.with_borrow_mut(|last| *last = Some(message(panic)));
            if std::env::var_os("RUST_BACKTRACE").is_some() {
                usual(panic);
            }
        }));
    });
}

fn message(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string);
    let text = panic.payload_as_str().unwrap_or("no message");
    format!("panic at {}: {text}", place.unwrap_or_default())
}
