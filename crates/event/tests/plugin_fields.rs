//! The fields of Okta, GitHub and GCP events against what real Falco printed.
//!
//! The cases lie beside the project, in `FALCONET_SHARED` or `../shared`; without them the tests say that they skip.

#[cfg(test)]
mod plugin_fields {

    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_event::catalogue::Catalogue;
    use falconet_event::records::{Limits, Piece, Shape, Splitter};
    use falconet_event::{Acceptance, EventContext, Fields, PlanBuilder, Value};
    use serde_json::Value as Json;

    fn case(name: &str) -> Option<PathBuf> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let shared = std::env::var_os("FALCONET_SHARED").map_or(beside, PathBuf::from);
        let case = shared.join("golden").join(name);
        if !case.exists() {
            println!("skipped: {} is absent", case.display());
            return None;
        }
        Some(case)
    }

    fn records(input: &[u8]) -> Vec<Vec<u8>> {
        let mut records = vec![];
        Splitter::new(Shape::Plain, Limits::default()).feed(input, true, &mut |piece: Piece<
            '_,
        >| match piece
        {
            Piece::Record { bytes, .. } => records.push(bytes.to_vec()),
            Piece::Problem { reason, .. } => panic!("{reason}"),
        });
        records
    }

    fn as_json(value: Option<Value<'_>>) -> Json {
        match value {
            None => Json::Null,
            Some(Value::Text(text)) => String::from_utf8_lossy(text).into(),
            Some(Value::Number(number)) => number.into(),
            Some(other) => panic!("{other:?}"),
        }
    }

    /// Compares every field that an alert has with ours; `differs` names those that differ on purpose, with our value.
    fn assert_fields(source: &str, name: &str, differs: &dyn Fn(usize, &str) -> Option<Json>) {
        let Some(case) = case(name) else { return };
        let catalogue = Catalogue::builtin();
        let source = catalogue.get(catalogue.source(source).unwrap()).unwrap();
        let records = records(&fs::read(case.join("events.json")).unwrap());
        let alerts = fs::read_to_string(case.join("alerts.jsonl")).unwrap();
        let alerts: Vec<Json> = alerts
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(records.len(), alerts.len());
        let mut builder = PlanBuilder::new(source);
        let names: Vec<&String> = alerts[0]["output_fields"]
            .as_object()
            .unwrap()
            .keys()
            .collect();
        let names: Vec<_> = names
            .into_iter()
            .filter(|name| !name.starts_with("evt.time"))
            .collect();
        let ids: Vec<_> = names
            .iter()
            .map(|name| builder.field(&source.resolve(name.as_bytes()).unwrap()))
            .collect();
        let plan = builder.finish();
        let mut fields = Fields::new();
        for (line, (record, alert)) in records.iter().zip(&alerts).enumerate() {
            plan.scan(record, &mut fields).unwrap();
            let timestamp_ns = match plan.accept(record, &mut fields) {
                Acceptance::Event { timestamp_ns } => {
                    let signed = alert["output_fields"]["evt.time.iso8601"].as_i64().unwrap();
                    assert_eq!(timestamp_ns, signed.cast_unsigned());
                    timestamp_ns
                }
                Acceptance::Untimed => 1,
                Acceptance::Skipped(reason) => panic!("{reason}"),
            };
            let context = EventContext {
                number: line as u64 + 1,
                timestamp_ns,
                ..EventContext::default()
            };
            for (name, id) in names.iter().zip(&ids) {
                fields.load(&plan, record, &context, *id);
                let expected =
                    differs(line, name).unwrap_or_else(|| alert["output_fields"][*name].clone());
                assert_eq!(
                    as_json(fields.value(record, *id)),
                    expected,
                    "{name} of event {}",
                    line + 1
                );
            }
        }
    }

    #[test]
    fn okta_fields_of_a_full_event() {
        assert_fields("okta", "733-okta-dump", &|line, name| match (line, name) {
            (_, "okta.org") => Some("".into()),
            // Falco keeps values of the event before; here each event stands alone.
            (0, _) | (_, "okta.published") => None,
            (_, "okta.client.geo.lat" | "okta.client.geo.lon") => Some("0".into()),
            _ if name.starts_with("okta.target")
                || name.contains("countlast")
                || name == "okta.app" =>
            {
                Some(Json::Null)
            }
            _ => Some("".into()),
        });
    }

    #[test]
    fn okta_fields_of_odd_events() {
        assert_fields("okta", "740-okta-odd", &|line, name| match (line, name) {
            // Falco shows these of a shortened copy of the event, and the coordinate of the event before.
            (_, "evt.plugininfo") => Some(plugin_info("740-okta-odd", line)),
            (0, "json.value[/extra]") => Some("1".into()),
            (2, "okta.client.geo.lat") => Some("0".into()),
            _ => None,
        });
    }

    fn plugin_info(name: &str, line: usize) -> Json {
        let events = fs::read_to_string(case(name).unwrap().join("events.json")).unwrap();
        events.lines().nth(line).unwrap().into()
    }

    #[test]
    fn okta_failures_are_counted() {
        assert_fields("okta", "739-okta-mfa-count", &|_, _| None);
    }

    #[test]
    fn okta_proxy_flag() {
        assert_fields("okta", "737-okta-isproxy-field", &|_, _| None);
    }

    #[test]
    fn github_fields() {
        assert_fields("github", "741-github-dump", &|_, _| None);
    }

    #[test]
    fn gcp_fields() {
        // Falco's plugin leaves these empty where they are no texts; its rules look into them.
        assert_fields("gcp_auditlog", "743-gcp-dump", &|line, name| match name {
            _ if line == 1 => None,
            "gcp.authorizationInfo" => {
                Some(r#"[{"resource":"x","permission":"p","granted":true}]"#.into())
            }
            "gcp.request" => Some(r#"{"a":1}"#.into()),
            "gcp.policyDelta" if line == 0 => Some(
                r#"[{"action":"ADD","role":"roles/storage.objectViewer","member":"allUsers"}]"#
                    .into(),
            ),
            _ => None,
        });
    }
}
