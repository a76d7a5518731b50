//! The terminal: a frame whenever something is new, until someone quits.

use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::draw::draw;
use super::fetch::{Answers, AskError, Client};
use super::view::View;
use crate::terminal::output_width;

/// How long a key waits to be seen at most.
const GLANCE: Duration = Duration::from_millis(100);
/// Lines of a frame that no terminal shows.
const LINES: u16 = 24;

type Asked = (Instant, Result<Answers, AskError>);

/// Shows frames until someone quits.
pub(super) fn show(address: &str, interval: Duration) -> io::Result<()> {
    let asked = ask_again_and_again(address, interval)?;
    let mut terminal = ratatui::try_init()?;
    let shown = run(&mut terminal, View::new(address.to_owned()), &asked);
    ratatui::try_restore()?;
    shown
}

/// One frame as text, of what came within an interval.
pub(super) fn once(address: &str, interval: Duration) -> Result<io::Result<()>, AskError> {
    let client = Client::new(address);
    let mut view = View::new(address.to_owned());
    let first = client.ask()?;
    view.take(Instant::now(), Ok(first));
    thread::sleep(interval);
    view.take(Instant::now(), Ok(client.ask()?));
    Ok(print(&view))
}

/// Asking takes its time, in which keys must still be heard.
fn ask_again_and_again(address: &str, interval: Duration) -> io::Result<Receiver<Asked>> {
    let client = Client::new(address);
    let (sender, receiver) = sync_channel(1);
    let ask = move || {
        let mut wanted = Ok(());
        while wanted.is_ok() {
            let answers = client.ask();
            wanted = sender.send((Instant::now(), answers));
            thread::sleep(interval);
        }
    };
    let thread = thread::Builder::new().name("falconet-top".to_owned());
    thread.spawn(ask).map(|_| receiver)
}

fn run(
    terminal: &mut ratatui::DefaultTerminal,
    mut view: View,
    asked: &Receiver<Asked>,
) -> io::Result<()> {
    loop {
        terminal.draw(|frame| draw(frame, &view))?;
        if event::poll(GLANCE)? && is_quit(&event::read()?) {
            return Ok(());
        }
        for (at, answers) in asked.try_iter() {
            view.take(at, answers);
        }
    }
}

fn is_quit(event: &Event) -> bool {
    let Event::Key(KeyEvent {
        code,
        modifiers,
        kind: KeyEventKind::Press,
        ..
    }) = event
    else {
        return false;
    };
    let is_control = modifiers.contains(KeyModifiers::CONTROL);
    matches!(code, KeyCode::Char('q') | KeyCode::Esc) || (is_control && *code == KeyCode::Char('c'))
}

fn print(view: &View) -> io::Result<()> {
    let width = u16::try_from(output_width()).unwrap_or(u16::MAX);
    io::stdout().write_all(frame(view, width, LINES)?.as_bytes())
}

/// A frame as text.
fn frame(view: &View, width: u16, height: u16) -> io::Result<String> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).map_err(io::Error::other)?;
    terminal
        .draw(|frame| draw(frame, view))
        .map_err(io::Error::other)?;
    let cells = terminal.backend().buffer().content();
    let rows = cells.chunks(usize::from(width.max(1)));
    let rows = rows.map(|row| {
        let row: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        row.trim_end().to_owned() + "\n"
    });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::super::exposition::Samples;
    use super::*;

    const METRICS: &str = "\
falconet_events_total 1234567
falconet_received_bytes_total 1000000000
falconet_alerts_total{rule=\"AWS Console Login Without MFA\",priority=\"Critical\"} 12
falconet_alerts_total{rule=\"\u{1b}[31mevil\u{202e} rule\",priority=\"Notice\"} 3
falconet_request_seconds_bucket{le=\"0.001\"} 50
falconet_request_seconds_bucket{le=\"0.005\"} 100
falconet_request_seconds_bucket{le=\"+Inf\"} 100
falconet_rules 42
falconet_last_reload_success 0
falconet_instance_memory_bytes{thread=\"0\"} 52428800
falconet_output_alerts_total{output=\"file\"} 15
";

    fn view() -> View {
        let mut view = View::new("http://127.0.0.1:8687".to_owned());
        let answers = Answers {
            metrics: Samples::read(METRICS),
            ready: "ready".to_owned(),
        };
        view.take(Instant::now(), Ok(answers));
        view
    }

    #[test]
    fn everything_has_its_place_on_small_and_large_screens() {
        for (width, height) in [(80, 24), (120, 40), (300, 100)] {
            let frame = frame(&view(), width, height).unwrap();
            for text in [
                "● ready",
                "1,234,567 in all",
                "AWS Console Login Without MFA",
                "Critical",
                "1.0 ms",
                "reload failed",
                "50.0 MiB in 1 instances",
                "15 sent",
                "q quits",
            ] {
                assert!(frame.contains(text), "{width}: {text}\n{frame}");
            }
            assert_eq!(frame.lines().count(), usize::from(height));
        }
    }

    #[test]
    fn text_of_others_cannot_command_the_terminal() {
        let frame = frame(&view(), 120, 40).unwrap();
        assert!(frame.contains("\\u{1b}[31mevil\\u{202e} rule"), "{frame}");
        assert!(!frame.contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn while_the_sidecar_is_away_the_screen_says_so() {
        let mut gone = view();
        gone.take(Instant::now(), Err(AskError::Foreign));
        let last = frame(&gone, 80, 24).unwrap();
        assert!(
            last.contains("● away, trying again") && last.contains("1,234,567"),
            "{last}"
        );
        let mut never = View::new("http://127.0.0.1:8687".to_owned());
        never.take(Instant::now(), Err(AskError::Status(404)));
        let nothing = frame(&never, 80, 24).unwrap();
        assert!(nothing.contains("is it the admin listener?"), "{nothing}");
    }

    #[test]
    fn any_size_can_be_drawn() {
        for (width, height) in [(1, 1), (20, 5), (60, 18), (61, 200)] {
            frame(&view(), width, height).unwrap();
        }
    }

    #[test]
    fn q_escape_and_control_c_quit() {
        let key = |code, modifiers| Event::Key(KeyEvent::new(code, modifiers));
        assert!(is_quit(&key(KeyCode::Char('q'), KeyModifiers::NONE)));
        assert!(is_quit(&key(KeyCode::Esc, KeyModifiers::NONE)));
        assert!(is_quit(&key(KeyCode::Char('c'), KeyModifiers::CONTROL)));
        assert!(!is_quit(&key(KeyCode::Char('c'), KeyModifiers::NONE)));
        assert!(!is_quit(&Event::FocusGained));
    }
}
