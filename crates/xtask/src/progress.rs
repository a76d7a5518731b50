//! What is shown while something takes its time.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::console;

/// How often a plain log is told that work goes on.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Work below this is not worth a line about its time.
const NOTEWORTHY: Duration = Duration::from_secs(2);

/// A running piece of work: a spinner on a terminal, plain lines elsewhere.
pub(crate) struct Progress {
    title: String,
    start: Instant,
    display: Display,
}

enum Display {
    Spinner(ProgressBar),
    Plain {
        stop: Sender<()>,
        heartbeat: JoinHandle<()>,
    },
}

impl Progress {
    /// Begins to show work called `title`.
    pub(crate) fn start(title: &str) -> Self {
        let display = if console::is_interactive() {
            spinner(title)
        } else {
            plain(title)
        };
        Self {
            title: title.to_owned(),
            start: Instant::now(),
            display,
        }
    }

    /// Ends the show; says how long it took if that was long.
    pub(crate) fn finish(self) {
        let elapsed = self.start.elapsed();
        match self.display {
            Display::Spinner(bar) => bar.finish_and_clear(),
            Display::Plain { stop, heartbeat } => {
                drop(stop);
                drop(heartbeat.join());
            }
        }
        if elapsed >= NOTEWORTHY {
            console::problem(&format!("  {}: {}", self.title, seconds(elapsed)));
        }
    }
}

/// A duration for people: `12.3 s`.
pub(crate) fn seconds(elapsed: Duration) -> String {
    format!("{:.1} s", elapsed.as_secs_f64())
}

fn spinner(title: &str) -> Display {
    let bar = console::draw(ProgressBar::new_spinner());
    if let Ok(style) = ProgressStyle::with_template("  {spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(title.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    Display::Spinner(bar)
}

fn plain(title: &str) -> Display {
    let (stop, stopped) = mpsc::channel();
    let title = title.to_owned();
    let heartbeat = thread::spawn(move || {
        let start = Instant::now();
        while stopped.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
            console::problem(&format!(
                "  {title}: still running after {}",
                seconds(start.elapsed())
            ));
        }
    });
    Display::Plain { stop, heartbeat }
}
