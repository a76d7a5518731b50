//! Field values against what real Falco printed. Needs the facts beside the project.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use crate::catalogue::{Catalogue, FieldRef, Source, TextForm, ValueType};
use crate::records::{Limits, Piece, Shape, Splitter};
use crate::{
    Acceptance, EventContext, FieldId, Fields, Plan, PlanBuilder, Value, facts, loose_utf8,
};

/// One accepted event with its values, as Falco's `output_fields` would have them.
struct Reader<'s> {
    source: &'s Source,
    fields: Vec<(String, FieldRef, FieldId)>,
    plan: Plan,
    memory: Fields,
    events: u64,
    first_ns: Option<u64>,
    utc_offset_seconds: i32,
}

impl<'s> Reader<'s> {
    fn new<'n>(source: &'s Source, names: impl Iterator<Item = &'n String>) -> Self {
        let mut builder = PlanBuilder::new(source);
        let mut fields = Vec::new();
        for name in names {
            // Falco prints the empty argument in quotes.
            let plain = name.replace("[\"\"]", "[]");
            let Ok(field) = source.resolve(plain.as_bytes()) else {
                panic!("{name} is unknown");
            };
            let id = builder.field(&field);
            fields.push((name.clone(), field, id));
        }
        Self {
            source,
            fields,
            plan: builder.finish(),
            memory: Fields::new(),
            events: 0,
            first_ns: None,
            utc_offset_seconds: 0,
        }
    }

    /// All values of a record, or none if it is no event.
    fn read(&mut self, record: &[u8]) -> Option<Map<String, Json>> {
        self.plan.scan(record, &mut self.memory).ok()?;
        let Acceptance::Event { timestamp_ns } = self.plan.accept(record, &mut self.memory) else {
            return None;
        };
        self.events += 1;
        let context = EventContext {
            number: self.events,
            timestamp_ns,
            first_timestamp_ns: *self.first_ns.get_or_insert(timestamp_ns),
            utc_offset_seconds: self.utc_offset_seconds,
            hostname: "",
        };
        let mut values = Map::new();
        for (name, field, id) in &self.fields {
            self.memory.load(&self.plan, record, &context, *id);
            let value = self.memory.value(record, *id);
            values.insert(
                name.clone(),
                json_of(self.source, field, value, timestamp_ns),
            );
        }
        Some(values)
    }
}

fn json_of(source: &Source, field: &FieldRef, value: Option<Value<'_>>, ns: u64) -> Json {
    let spec = source.spec(field);
    match value {
        None => Json::Null,
        Some(_) if spec.text_form == TextForm::EventTime => json!(ns.cast_signed()),
        Some(value) => plain_json(value, spec.value_type),
    }
}

fn plain_json(value: Value<'_>, value_type: ValueType) -> Json {
    match value {
        Value::Text(bytes) => json!(String::from_utf8_lossy(&loose_utf8::decode(bytes))),
        Value::Number(number) if value_type == ValueType::Uint64 => json!(number),
        Value::Number(number) => json!(number.cast_signed()),
        Value::Bool(truth) => json!(truth),
        Value::Address(address) => json!(address.to_string()),
        Value::List(list) => list
            .iter()
            .map(|item| plain_json(item, value_type))
            .collect(),
    }
}

fn records(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    let mut splitter = Splitter::new(Shape::CloudTrail, Limits::default());
    splitter.feed(bytes, true, &mut |piece: Piece<'_>| {
        if let Piece::Record { bytes, .. } = piece {
            records.push(bytes.to_vec());
        }
    });
    records
}

fn alerts(bytes: &[u8]) -> Vec<Json> {
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

fn gunzip(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(path).unwrap())
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

fn output_fields(alert: &Json) -> &Map<String, Json> {
    alert["output_fields"].as_object().unwrap()
}

/// Compares values with alerts of which every event has `per_event`; answers how many values agreed.
fn compare(
    name: &str,
    source: &Source,
    records: &[Vec<u8>],
    alerts: &[Json],
    per_event: usize,
    offset: i32,
) -> usize {
    let names = alerts
        .iter()
        .take(per_event)
        .flat_map(|alert| output_fields(alert).keys());
    let mut reader = Reader::new(source, names);
    reader.utc_offset_seconds = offset;
    let mut values = records.iter().filter_map(|record| reader.read(record));
    let mut agreed = 0;
    for group in alerts.chunks(per_event) {
        let event = values
            .next()
            .unwrap_or_else(|| panic!("{name}: too few events"));
        for (key, expected) in group.iter().flat_map(output_fields) {
            if depends_on_earlier_reads(&event, key) {
                continue;
            }
            assert_eq!(
                &event[key],
                expected,
                "{name}: {key} of {:?}",
                event.get("evt.num")
            );
            agreed += 1;
        }
    }
    assert!(values.next().is_none(), "{name}: too many events");
    agreed
}

/// Of two keys that are equal after decoding, Falco finds the plain one before and the first one after any
/// lookup of its parent has failed. Two records of the set have such keys.
fn depends_on_earlier_reads(event: &Map<String, Json>, key: &str) -> bool {
    let number = event.get("evt.num").and_then(Json::as_u64);
    key == "json.value[/requestParameters]" && matches!(number, Some(88 | 184))
}

/// Falco crashes, stops or reads no record at all there, or was told of a host name.
const OTHER_RULES: [&str; 6] = ["037", "038", "053", "067", "071", "456"];

#[test]
fn dumped_fields_of_golden_cases_are_falcos() {
    let Some(folder) = facts::path("golden") else {
        return;
    };
    let catalogue = Catalogue::builtin();
    let source = catalogue
        .get(catalogue.source("aws_cloudtrail").unwrap())
        .unwrap();
    let (mut cases, mut agreed) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let case = entry.unwrap().path();
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        if !is_dump(&case) || OTHER_RULES.contains(&&name[..3]) {
            continue;
        }
        let records = records(&fs::read(case.join("events.json")).unwrap());
        let alerts = alerts(&fs::read(case.join("alerts.jsonl")).unwrap());
        agreed += compare(&name, source, &records, &alerts, 1, 0);
        cases += 1;
    }
    println!("{cases} cases, {agreed} values");
    assert!(cases >= 30, "only {cases} cases");
}

#[test]
fn records_on_which_falco_dies_are_refused_and_their_neighbours_read() {
    let Some(folder) = facts::path("golden") else {
        return;
    };
    let catalogue = Catalogue::builtin();
    let id = catalogue.source("aws_cloudtrail").unwrap();
    let source = catalogue.get(id).unwrap();
    for (case, verdicts) in [
        ("053-bad-array-late", [true, false, true].as_slice()),
        ("067-deep-nesting", &[true, true, true, false, true]),
        ("071-huge-record-300k", &[true, true, true]),
    ] {
        let records = records(&fs::read(folder.join(case).join("events.json")).unwrap());
        let mut reader = Reader::new(source, [].iter());
        let read: Vec<bool> = records
            .iter()
            .map(|record| reader.read(record).is_some())
            .collect();
        assert_eq!(read, verdicts, "{case}");
    }
}

/// A case whose only rule prints fields of every event, in JSON.
fn is_dump(case: &Path) -> bool {
    let Ok(rules) = fs::read_to_string(case.join("rules.yaml")) else {
        return false;
    };
    let one = rules.matches("condition: \"evt.num > 0\"").count() == 1
        && rules.matches("- rule:").count() == 1;
    let options = fs::read_to_string(case.join("case.json")).unwrap();
    one && rules.contains("source: aws_cloudtrail")
        && options.contains("\"json_output\": \"true\"")
        && case.join("events.json").exists()
        && fs::metadata(case.join("alerts.jsonl")).is_ok_and(|file| file.len() > 0)
}

#[test]
fn all_fields_of_mutated_events_are_falcos() {
    let Some(folder) = facts::path("fuzz/fields-01") else {
        return;
    };
    let catalogue = Catalogue::builtin();
    let source = catalogue
        .get(catalogue.source("aws_cloudtrail").unwrap())
        .unwrap();
    let events = gunzip(&folder.join("events.ndjson.gz"));
    let records: Vec<Vec<u8>> = events
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(<[u8]>::to_vec)
        .collect();
    let alerts = alerts(&gunzip(&folder.join("alerts-all.jsonl.gz")));
    let first = &alerts[0]["rule"];
    let per_event = 1 + alerts[1..]
        .iter()
        .take_while(|alert| alert["rule"] != *first)
        .count();
    let agreed = compare("fields-01", source, &records, &alerts, per_event, 0);
    println!("{} records, {agreed} values", records.len());
}

#[test]
fn every_real_record_is_a_json_value() {
    let Some(folder) = facts::path("corpora") else {
        return;
    };
    let catalogue = Catalogue::builtin();
    let source = catalogue
        .get(catalogue.source("aws_cloudtrail").unwrap())
        .unwrap();
    let plan = PlanBuilder::new(source).finish();
    let mut memory = Fields::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "gz") {
            continue;
        }
        for line in gunzip(&path)
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            assert_eq!(plan.scan(line, &mut memory), Ok(()), "{}", path.display());
            count += 1;
        }
    }
    println!("{count} records");
    assert!(count > 5000);
}
