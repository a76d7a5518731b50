//! Explanations for programs: `docs/schema/explain.schema.json`.

use std::ops::Range;

use falconet_engine::ShownValue;
use falconet_show::{ConditionNode, ListUse, NodeKind, Place};

use crate::condition::{Part, Tested};
use crate::explanation::Explanation;
use crate::index::Index;
use crate::json::Json;
use crate::origins::Origin;
use crate::values::{compared_with, operator};

/// Values of a test that are written.
const MOST_LITERALS: usize = 64;

/// Writes a line.
pub(super) fn write(explanation: &Explanation<'_>, out: &mut Vec<u8>) {
    let mut json = Json::default();
    json.object(&mut |json| members(explanation, json));
    out.extend_from_slice(&json.into_bytes());
    out.push(b'\n');
}

fn members(one: &Explanation<'_>, json: &mut Json) {
    json.key("rule").text(one.rule.name.as_bytes());
    json.key("priority")
        .text(one.rule.priority.name().as_bytes());
    json.key("event").number(one.event);
    json.key("record").number(one.place.record);
    json.key("offset").number(one.place.offset);
    json.key("wrapped").truth(one.place.is_wrapped);
    json.key("fired").truth(one.fired);
    json.key("hidden_by").text_or_null(one.hidden_by);
    json.key("hides")
        .array(&mut |json| one.hides.iter().for_each(|name| json.text(name.as_bytes())));
    json.key("index")
        .object(&mut |json| index(&one.index, &one.tree, json));
    json.key("tree").object(&mut |json| part(&one.tree, json));
    json.key("reasons").array(&mut |json| {
        for reason in &one.reasons {
            json.object(&mut |json| {
                json.key("test").count(reason.test);
                json.key("holds").truth(reason.holds);
                json.key("text").text(reason.text.as_bytes());
            });
        }
    });
    json.key("near").array(&mut |json| near(one, json));
    json.key("near_exact").truth(one.fired || one.near.is_exact);
}

fn near(one: &Explanation<'_>, json: &mut Json) {
    for way in &one.near.ways {
        json.object(&mut |json| {
            json.key("tests")
                .array(&mut |json| way.tests.iter().for_each(|test| json.count(*test)));
            json.key("text").text(way.text.as_bytes());
        });
    }
}

fn index(index: &Index, tree: &Part<'_>, json: &mut Json) {
    json.key("ruled_out").truth(index.ruled_out);
    json.key("text")
        .text_or_null(index.sentence(tree).as_deref());
    let sought = index.sought.as_ref();
    json.key("expression")
        .text_or_null(sought.map(|sought| &*sought.expression));
    json.key("needs").array(&mut |json| {
        for value in sought.iter().flat_map(|sought| &sought.texts) {
            json.object(&mut |json| {
                json.key("text").text(value.text.as_bytes());
                json.key("share").text(value.share.name().as_bytes());
            });
        }
    });
    json.key("count")
        .count(sought.map_or(0, |sought| sought.count));
}

/// Recursion goes as deep as the shown tree, which is bounded.
fn part(part: &Part<'_>, json: &mut Json) {
    json.key("kind").text(kind(part.node.kind).as_bytes());
    json.key("holds").truth(part.holds);
    json.key("reached").truth(part.is_reached);
    written(part.node, json);
    if let Some(tested) = &part.tested {
        test(tested, json);
    }
    if !part.children.is_empty() {
        json.key("children").array(&mut |json| {
            for child in &part.children {
                json.object(&mut |json| self::part(child, json));
            }
        });
    }
}

const fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::And => "and",
        NodeKind::Or => "or",
        NodeKind::Not => "not",
        NodeKind::Check => "test",
        NodeKind::Macro => "macro",
        NodeKind::Exception => "exception",
        NodeKind::Whole => "whole",
    }
}

/// What the files say: names, texts and places.
fn written(node: &ConditionNode, json: &mut Json) {
    if let Some(name) = &node.name {
        json.key("name").text(name.as_bytes());
    }
    if let Some(text) = &node.text {
        json.key("text").text(text.as_bytes());
    }
    if let Some(place) = &node.place {
        json.key("place")
            .object(&mut |json| self::place(place, json));
    }
    if let Some(change) = node.change {
        json.key("change").count(change);
    }
    if !node.lists.is_empty() {
        json.key("lists").array(&mut |json| {
            for list in &node.lists {
                json.object(&mut |json| self::list(list, json));
            }
        });
    }
}

pub(super) fn place(place: &Place, json: &mut Json) {
    json.key("file").text(place.file.as_bytes());
    json.key("line").count(place.line);
    json.key("column").count(place.column);
    json.key("end_line").count(place.end_line);
    json.key("end_column").count(place.end_column);
}

fn list(list: &ListUse, json: &mut Json) {
    json.key("name").text(list.name.as_bytes());
    json.key("through").array(&mut |json| {
        for through in &list.through {
            json.object(&mut |json| {
                json.key("name").text(through.name.as_bytes());
                if let Some(place) = &through.place {
                    json.key("place")
                        .object(&mut |json| self::place(place, json));
                }
            });
        }
    });
    json.key("values").count(list.values.len());
}

fn test(tested: &Tested<'_>, json: &mut Json) {
    json.key("test").count(tested.number);
    json.key("field").text(tested.leaf.left.text.as_bytes());
    value(tested.value.as_ref(), &tested.origin, json);
    json.key("operator").text(operator(tested.leaf).as_bytes());
    let against = compared_with(tested.leaf);
    json.key("with").array(&mut |json| {
        let first = against.iter().take(MOST_LITERALS);
        first.for_each(|text| json.text(text));
    });
    json.key("with_count").count(against.len());
    if let Some((other, origin)) = &tested.other {
        json.key("other")
            .object(&mut |json| value(other.as_ref(), origin, json));
    }
}

/// A value, where it comes from, and why there is none.
pub(super) fn value(shown: Option<&ShownValue>, origin: &Origin, json: &mut Json) {
    json.key("value");
    match shown {
        None => json.null(),
        Some(shown) if shown.is_list => {
            json.array(&mut |json| shown.texts.iter().for_each(|text| json.text(text)));
        }
        Some(shown) => json.text(shown.texts.first().map_or(&[], |text| text)),
    }
    if let Some(left_out) = shown.map(|shown| shown.left_out).filter(|count| *count > 0) {
        json.key("left_out").count(left_out);
    }
    if let Some(span) = &origin.span {
        json.key("span").array(&mut |json| range(span, json));
    }
    json.key("read").array(&mut |json| {
        for read in &origin.reads {
            json.object(&mut |json| {
                json.key("path").text(read.path.as_bytes());
                json.key("span").array(&mut |json| range(&read.span, json));
            });
        }
    });
    if let Some(absence) = origin.absence.as_ref().filter(|_| shown.is_none()) {
        json.key("absent").text(absence.as_bytes());
    }
}

fn range(range: &Range<usize>, json: &mut Json) {
    json.count(range.start);
    json.count(range.end);
}
