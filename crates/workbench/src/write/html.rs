//! Explanations as a page: one file that needs no other, for a ticket or a review.

use falconet_show::NodeKind;

use super::text::from;
use crate::condition::Part;
use crate::explanation::Explanation;
use crate::values::said;

/// Bytes of an event that are shown.
const MOST_EVENT: usize = 64 * 1024;

/// How every page looks.
const STYLE: &str = "\
body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:72em;padding:0 1em;color:#1b1f24;background:#fff}\
h2{font-size:1.1em;margin:2em 0 .3em}\
code,pre{font:13px/1.5 ui-monospace,monospace}pre{white-space:pre-wrap;word-break:break-all;background:#f6f8fa;padding:.8em}\
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}pre{background:#161b22}}";
/// How explanations look beside.
const EXPLANATIONS: &str = "\
ul{list-style:none;margin:0;padding-left:1.4em;border-left:1px solid #d0d7de}\
.true>b{color:#116329}.false>b{color:#a40e26}.idle>b,.idle{color:#6e7781}small{color:#57606a;display:block}\
mark{background:#fff1b8}b{display:inline-block;min-width:3.2em;font-weight:600}\
@media(prefers-color-scheme:dark){.true>b{color:#56d364}.false>b{color:#ff7b72}mark{background:#5a4a00;color:inherit}}";

/// What begins a page that needs no other file.
pub fn page_head(title: &str, style: &str, heading: &str) -> String {
    let (title, heading) = (escaped(title), escaped(heading));
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\n<style>{STYLE}{style}</style>\n<h1>{heading}</h1>\n"
    )
}

/// What stands before the first explanation.
pub(super) fn head() -> String {
    page_head(
        "falconet explain",
        EXPLANATIONS,
        "Why rules fired, and why not",
    )
}

/// Writes a section.
pub(super) fn write(one: &Explanation<'_>, record: &[u8], out: &mut Vec<u8>) {
    let mut html = String::new();
    let verdict = if one.fired { "fired" } else { "did not fire" };
    let class = if one.fired { "true" } else { "false" };
    say(
        &mut html,
        &format!(
            "<section class=\"{class}\"><h2>{} on event {}: {verdict}</h2>\n",
            escaped(&one.rule.name),
            one.event
        ),
    );
    notes(one, &mut html);
    html.push_str("<ul>");
    part(&one.tree, "", &mut html);
    html.push_str("</ul>\n");
    list(
        "It rests on",
        one.reasons.iter().map(|reason| &*reason.text),
        &mut html,
    );
    list(
        "It did not fire, and",
        one.near.ways.iter().map(|way| &*way.text),
        &mut html,
    );
    html.push_str("<details><summary>The event</summary><pre>");
    event(&one.tree, record, &mut html);
    html.push_str("</pre></details></section>\n");
    out.extend_from_slice(html.as_bytes());
}

fn notes(one: &Explanation<'_>, html: &mut String) {
    let hidden = one
        .hidden_by
        .map(|first| format!("no alert: `{first}` comes first"));
    let hides = one.hides.iter().map(|name| format!("it hides `{name}`"));
    let index = one.index.sentence(&one.tree);
    for note in hidden.into_iter().chain(hides).chain(index) {
        say(html, &format!("<small>{}</small>", escaped(&note)));
    }
}

/// As deep as the shown tree, which is bounded.
fn part(part: &Part<'_>, lead: &str, html: &mut String) {
    let (class, verdict) = match (part.is_reached, part.holds) {
        (false, _) => ("idle", "-"),
        (true, true) => ("true", "true"),
        (true, false) => ("false", "false"),
    };
    say(
        html,
        &format!(
            "<li class=\"{class}\"><b>{verdict}</b> <code>{lead}{}</code>",
            escaped(&title(part))
        ),
    );
    details(part, html);
    let word = match part.node.kind {
        NodeKind::And => "and ",
        NodeKind::Or => "or ",
        _ => "",
    };
    if !part.children.is_empty() {
        html.push_str("<ul>");
        for (at, child) in part.children.iter().enumerate() {
            self::part(child, if at == 0 { "" } else { word }, html);
        }
        html.push_str("</ul>");
    }
    html.push_str("</li>\n");
}

fn title(part: &Part<'_>) -> String {
    let name = part.node.name.as_deref().unwrap_or_default();
    match part.node.kind {
        NodeKind::Check | NodeKind::Whole => part.node.text.clone().unwrap_or_default(),
        NodeKind::And => "all of".to_owned(),
        NodeKind::Or => "one of".to_owned(),
        NodeKind::Not => "not".to_owned(),
        NodeKind::Macro => format!("macro {name}"),
        NodeKind::Exception => format!("exception {name}"),
    }
}

fn details(part: &Part<'_>, html: &mut String) {
    if let Some(tested) = &part.tested {
        let value = said(tested.value.as_ref());
        let from = from(&tested.origin, tested.value.is_none());
        say(
            html,
            &format!("<small>{}</small>", escaped(&format!("{value}{from}"))),
        );
    }
    if let Some(place) = &part.node.place {
        say(html, &format!("<small>{}</small>", escaped(&place.short())));
    }
}

fn list<'t>(head: &str, items: impl Iterator<Item = &'t str>, html: &mut String) {
    let items: Vec<_> = items
        .map(|item| format!("<li>{}</li>", escaped(item)))
        .collect();
    if !items.is_empty() {
        say(html, &format!("<p>{head}</p><ul>{}</ul>\n", items.concat()));
    }
}

/// The text of the event, with what was read for the tests marked.
fn event(tree: &Part<'_>, record: &[u8], html: &mut String) {
    let mut spans = Vec::new();
    read(tree, &mut spans);
    let end = record.len().min(MOST_EVENT);
    let mut at = 0;
    for (from, to) in spans {
        if from >= at && to <= end {
            push(record, at, from, html);
            html.push_str("<mark>");
            push(record, from, to, html);
            html.push_str("</mark>");
            at = to;
        }
    }
    push(record, at, end, html);
    html.push_str(if end < record.len() { "…" } else { "" });
}

/// What was read, in order.
fn read(part: &Part<'_>, spans: &mut Vec<(usize, usize)>) {
    for read in part.tested.iter().flat_map(|tested| &tested.origin.reads) {
        let span = (read.span.start, read.span.end);
        let at = spans.partition_point(|other| *other < span);
        spans.insert(at, span);
    }
    part.children.iter().for_each(|child| read(child, spans));
}

fn push(record: &[u8], from: usize, to: usize, html: &mut String) {
    let bytes = record.get(from..to).unwrap_or_default();
    html.push_str(&escaped(&String::from_utf8_lossy(bytes)));
}

fn say(html: &mut String, text: &str) {
    html.push_str(text);
}

/// A text that no browser takes for anything else.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_is_no_markup() {
        assert_eq!(
            escaped("<a href='x'>&\""),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"
        );
    }

    #[test]
    fn the_page_asks_for_nothing_from_elsewhere() {
        for word in ["http", "src=", "url(", "@import", "<script"] {
            assert!(!head().contains(word), "{word}");
        }
    }
}
