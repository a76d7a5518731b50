//! One frame: everything that is known, on one screen.

use ratatui::Frame;
use ratatui::layout::{Alignment, Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize as _};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

use super::panels;
use super::view::View;
use crate::terminal::harmless;

/// Below this nothing can be shown that is of use.
const SMALLEST: (u16, u16) = (60, 18);
const HEAD: u16 = 1;
const UPPER: u16 = 7;
const LOWER: u16 = 7;

/// Draws everything.
pub(super) fn draw(frame: &mut Frame<'_>, view: &View) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let text = format!(
            "at least {} × {} characters are needed",
            SMALLEST.0, SMALLEST.1
        );
        frame.render_widget(Paragraph::new(text), area);
        return;
    }
    let rows = [Constraint::Length(HEAD), Constraint::Fill(1)];
    let [head, body] = Layout::vertical(rows).areas(area);
    draw_head(frame, head, view);
    if view.answers().is_some() {
        draw_body(frame, body, view);
    } else {
        draw_nothing(frame, body, view);
    }
}

fn draw_body(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let rows = [
        Constraint::Length(UPPER),
        Constraint::Fill(1),
        Constraint::Length(LOWER),
    ];
    let [upper, middle, lower] = Layout::vertical(rows).areas(area);
    let [left, right] = halves(upper);
    panels::events(frame, left, view);
    panels::latency(frame, right, view);
    panels::rules(frame, middle, view);
    let [left, right] = halves(lower);
    panels::outputs(frame, left, view);
    panels::sandbox(frame, right, view);
}

fn halves(area: Rect) -> [Rect; 2] {
    Layout::horizontal([Constraint::Percentage(50); 2]).areas(area)
}

/// A box with a title.
pub(super) fn panel(title: &str) -> Block<'_> {
    Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(Style::new().fg(Color::DarkGray))
        .title(Span::from(format!(" {title} ")).bold())
}

fn draw_head(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let mut spans = vec![Span::from(" falconet ").bold(), state(view)];
    spans.push(Span::from(format!("  {}", harmless(&view.address))).dim());
    if let Some(start) = view.value("falconet_start_time_seconds") {
        let up = seconds_since(start);
        spans.push(Span::from(format!("  up {}", panels::span(up))));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
    let hint = Paragraph::new("q quits ".dim()).alignment(Alignment::Right);
    let [_, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(8)]).areas(area);
    frame.render_widget(hint, right);
}

fn state(view: &View) -> Span<'static> {
    let ready = view.answers().map(|answers| answers.ready.as_str());
    match (&view.away, ready) {
        (Some(_), Some(_)) => Span::from("● away, trying again").fg(Color::Red),
        (_, None) => Span::from("● no answer yet").fg(Color::Yellow),
        (None, Some("ready")) => Span::from("● ready").fg(Color::Green),
        (None, Some(other)) => {
            let reason: String = harmless(other).chars().take(40).collect();
            Span::from(format!("● {reason}")).fg(Color::Yellow)
        }
    }
}

fn draw_nothing(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let reason = view.away.as_deref().unwrap_or("asking");
    let lines = vec![
        Line::from(harmless(reason)),
        Line::from(""),
        Line::from("It is asked again and again.").dim(),
        Line::from("Where the admin listener is stands under `admin` in falconet.yaml.").dim(),
    ];
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let rows = [
        Constraint::Fill(1),
        Constraint::Length(height),
        Constraint::Fill(2),
    ];
    let [_, middle, _] = Layout::vertical(rows).areas(area);
    let text = Paragraph::new(lines).alignment(Alignment::Center);
    frame.render_widget(text, middle);
}

/// How long ago a time since 1970 is.
pub(super) fn seconds_since(time: f64) -> f64 {
    let now = std::time::Duration::from_nanos(crate::environment::now_ns());
    (now.as_secs_f64() - time).max(0.0)
}
