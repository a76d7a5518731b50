//! The parts of a frame.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize as _};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Cell, Paragraph, Row, Sparkline, Table};

use super::draw::{panel, seconds_since};
pub(super) use super::figures::span;
use super::figures::{amount, bytes, quantile, rate};
use super::outputs::rows as output_rows;
use super::view::{RuleRow, View};
use crate::terminal::harmless;

/// How many come in, and the curve of that.
pub(super) fn events(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let block = panel("events");
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let rows = [
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
    ];
    let [upper, curve, lower] = Layout::vertical(rows).areas(inner);
    let line = Line::from(vec![
        Span::from(rate(view.rate("falconet_events_total"))).bold(),
        Span::from("/s  "),
        Span::from(bytes(view.rate("falconet_received_bytes_total"))),
        Span::from("/s  "),
        Span::from(format!(
            "{} in all",
            amount(view.sum("falconet_events_total"))
        ))
        .dim(),
    ]);
    frame.render_widget(Paragraph::new(line), upper);
    let skipped = view.rates.len().saturating_sub(usize::from(curve.width));
    let rates: Vec<u64> = view.rates.iter().skip(skipped).copied().collect();
    let bars = Sparkline::default().data(&rates);
    frame.render_widget(bars.style(Style::new().fg(Color::Cyan)), curve);
    let failures = [
        ("malformed ", "falconet_malformed_total", Color::Yellow),
        ("  skipped ", "falconet_skipped_total", Color::Reset),
        ("  poison ", "falconet_poison_total", Color::Red),
    ];
    let spans = failures.into_iter().flat_map(|(name, metric, color)| {
        let value = view.sum(metric);
        [Span::from(name).dim(), counted(value, color)]
    });
    frame.render_widget(Paragraph::new(spans.collect::<Line<'_>>()), lower);
}

/// How long requests and bodies take.
pub(super) fn latency(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let row = |name: &'static str, metric: &str| {
        let histogram = view.histogram(metric);
        let [half, most] = [0.5, 0.99].map(|share| quantile(histogram.quantile(share)));
        Row::new([Cell::from(name), Cell::from(half), Cell::from(most).bold()])
    };
    let waiting = |metric| amount(view.sum(metric));
    let rows = [
        row("a request", "falconet_request_seconds"),
        row("judging it", "falconet_judging_seconds"),
        Row::default(),
        Row::new([
            Cell::from("being answered").dim(),
            Cell::from(waiting("falconet_requests_waiting")),
        ]),
    ];
    let widths = [
        Constraint::Length(15),
        Constraint::Length(9),
        Constraint::Length(9),
    ];
    let header = Row::new(["", "p50", "p99"]).dim();
    let table = Table::new(rows, widths)
        .header(header)
        .block(panel("latency"));
    frame.render_widget(table, area);
}

/// What rules say.
pub(super) fn rules(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let all = view.rules();
    let title = format!(
        "alerts  {}/s  {} in all",
        rate(view.rate("falconet_alerts_total")),
        amount(view.sum("falconet_alerts_total"))
    );
    let rows = all.iter().take(usize::from(area.height)).map(rule_row);
    let widths = [
        Constraint::Fill(1),
        Constraint::Length(13),
        Constraint::Length(9),
        Constraint::Length(12),
    ];
    let header = Row::new([
        Line::from("rule"),
        Line::from("priority"),
        Line::from("a minute").right_aligned(),
        Line::from("in all").right_aligned(),
    ]);
    let table = Table::new(rows, widths).header(header.dim());
    frame.render_widget(table.block(panel(&title)), area);
    if all.is_empty() {
        let [_, middle] = Layout::vertical([Constraint::Length(2), Constraint::Fill(1)])
            .areas(panel("").inner(area));
        frame.render_widget(Paragraph::new("  no alert yet".dim()), middle);
    }
}

fn rule_row(row: &RuleRow) -> Row<'static> {
    let priority = harmless(&row.priority);
    let color = match priority.as_str() {
        "Emergency" | "Alert" | "Critical" | "Error" => Color::Red,
        "Warning" => Color::Yellow,
        _ => Color::Reset,
    };
    let rate = Line::from(rate(row.rate)).right_aligned();
    Row::new([
        Cell::from(harmless(&row.rule)),
        Cell::from(priority).fg(color),
        Cell::from(if row.rate > 0.0 {
            rate.bold()
        } else {
            rate.dim()
        }),
        Cell::from(Line::from(amount(row.total)).right_aligned()),
    ])
}

/// Where alerts go, and how that goes.
pub(super) fn outputs(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let samples = view.answers().map(|answers| &answers.metrics);
    let rows = samples.map(output_rows).unwrap_or_default();
    let rows = rows.into_iter().map(|row| {
        let color = if row.is_well {
            Color::Reset
        } else {
            Color::Red
        };
        Row::new([
            Cell::from(harmless(&row.name)),
            Cell::from(harmless(&row.state)).fg(color),
        ])
    });
    let widths = [Constraint::Fill(1), Constraint::Fill(1)];
    let table = Table::new(rows, widths).block(panel("outputs"));
    frame.render_widget(table, area);
}

/// The rules that hold, and what the module costs.
pub(super) fn sandbox(frame: &mut Frame<'_>, area: Rect, view: &View) {
    let lines = vec![
        reloads(view),
        field("memory", memory(view)),
        field("queue", amount(view.sum("falconet_queue_depth"))),
        Line::from(vec![
            name("traps"),
            counted(view.sum("falconet_traps_total"), Color::Red),
            Span::from("   dead letters ").dim(),
            counted(view.sum("falconet_dead_letters_total"), Color::Yellow),
        ]),
        field("clients", amount(view.sum("falconet_connections"))),
    ];
    frame.render_widget(
        Paragraph::new(lines).block(panel("rules and sandbox")),
        area,
    );
}

fn reloads(view: &View) -> Line<'static> {
    let rules = amount(view.sum("falconet_rules"));
    let is_well = view.value("falconet_last_reload_success") != Some(0.0);
    let when = view.value("falconet_last_reload_timestamp_seconds");
    let when = when.map_or_else(String::new, |time| {
        format!(" {} ago", span(seconds_since(time)))
    });
    let state = if is_well {
        Span::from(format!("  loaded{when}")).dim()
    } else {
        Span::from(format!("  reload failed{when}: old ones stay")).fg(Color::Red)
    };
    Line::from(vec![name("rules"), Span::from(rules).bold(), state])
}

fn memory(view: &View) -> String {
    let samples = view.answers().map(|answers| &answers.metrics);
    let instances = samples.map_or(0, |samples| {
        samples.named("falconet_instance_memory_bytes").count()
    });
    format!(
        "{} in {instances} instances",
        bytes(view.sum("falconet_instance_memory_bytes"))
    )
}

fn name(name: &str) -> Span<'static> {
    Span::from(format!("{name:<9}")).dim()
}

fn field(label: &str, value: String) -> Line<'static> {
    Line::from(vec![name(label), Span::from(value)])
}

/// A count, in colour if there is any.
fn counted(value: f64, color: Color) -> Span<'static> {
    let span = Span::from(amount(value));
    if value > 0.0 { span.fg(color) } else { span }
}
