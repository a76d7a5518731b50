use super::*;

const RULES: &str = "\
- rule: user created
  desc: d
  condition: ct.name = CreateUser
  output: user=%ct.request.username
  priority: WARNING
  source: aws_cloudtrail
";
const EVENT: &str = r#"{"eventTime":"2024-03-14T12:34:56Z","eventType":"AwsApiCall","eventName":"CreateUser","requestParameters":{"userName":"eve"}}"#;

fn request(rules: &str, settings: &[&str]) -> Vec<u8> {
    let request = json!({"files": [{"name": "r.yaml", "text": rules}], "settings": settings});
    request.to_string().into_bytes()
}

fn loaded(service: &mut Service, rules: &str, settings: &[&str]) -> Value {
    serde_json::from_slice(service.load(&request(rules, settings))).unwrap()
}

fn called(service: &mut Service, request: &Value) -> Value {
    serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap()
}

/// The six numbers of the header, and what follows.
fn judged(service: &mut Service, handle: u32, input: &str, flags: u32) -> (Vec<u64>, String) {
    let answer = service.eval(handle, input.as_bytes(), flags);
    let (header, rest) = answer.split_at(48);
    let numbers = header
        .chunks(8)
        .map(|bytes| u64::from_le_bytes(bytes.try_into().unwrap()));
    let numbers: Vec<_> = numbers.collect();
    let (text, _) = rest.split_at(usize::try_from(numbers[4] + numbers[5]).unwrap());
    (numbers, String::from_utf8(text.to_vec()).unwrap())
}

#[test]
fn a_batch_is_answered_with_counts_alerts_and_problems() {
    let mut service = Service::new();
    let answer = loaded(&mut service, RULES, &[]);
    assert_eq!(answer["handle"], 1, "{answer}");
    assert_eq!(answer["rules"], json!({"loaded": 1, "enabled": 1}));
    let (numbers, text) = judged(
        &mut service,
        1,
        &format!("{EVENT}\nnonsense\n{{}}\n"),
        WHOLE_INPUT,
    );
    assert_eq!(numbers[..4], [1, 1, 0, 1], "{text}");
    let (alert, problem) = text.split_at(usize::try_from(numbers[4]).unwrap());
    assert!(
        alert.contains("user=eve") && alert.ends_with("}\n"),
        "{alert}"
    );
    assert!(
        problem.contains(r#""offset":"#) && problem.contains(r#""reason":"#),
        "{problem}"
    );
}

#[test]
fn static_fields_are_tested_by_conditions_and_suggested_for_outputs() {
    const RULE: &str = "- {rule: r, desc: d, condition: static.env = prod, output: 'in %static.env', priority: INFO, source: aws_cloudtrail}";
    let mut service = Service::new();
    let settings = [
        r#"static_fields={"env": "prod", "site.name": "n"}"#,
        "append_output[].suggested_output=true",
        "append_output[].extra_output=end",
    ];
    assert_eq!(loaded(&mut service, RULE, &settings)["ok"], true);
    let (_, text) = judged(&mut service, 1, EVENT, WHOLE_INPUT);
    let alert: Value = serde_json::from_str(&text).unwrap();
    let output = alert["output"].as_str().unwrap();
    assert!(
        output.ends_with("in prod static_env=prod static_site_name=n end"),
        "{output}"
    );
    assert_eq!(alert["output_fields"]["static.site.name"], "n");
    assert_eq!(loaded(&mut service, RULE, &[])["ok"], false);
}

#[test]
fn bounds_beyond_the_address_space_are_no_bounds() {
    let mut service = Service::new();
    let limits = json!({"max_record_bytes": u64::MAX, "max_problems": u64::MAX});
    let request = json!({"files": [{"name": "r.yaml", "text": RULES}], "limits": limits});
    let answer: Value =
        serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["ok"], true, "{answer}");
    let (head, tail) = EVENT.split_at(40);
    judged(&mut service, 1, head, START);
    assert_eq!(judged(&mut service, 1, tail, END).0[..4], [1, 0, 0, 1]);
}

#[test]
fn the_clock_is_that_of_rulesets_loaded_before_and_after() {
    const PUSHES: &str = "- rule: push\n  desc: d\n  condition: github.type = push\n  output: pushed\n  priority: INFO\n  source: github\n";
    let push = json!({"headers": {"X-GitHub-Event": "push"}, "webhook_type": "push"}).to_string();
    let mut service = Service::new();
    loaded(&mut service, PUSHES, &[]);
    called(
        &mut service,
        &json!({"op": "clock", "now_ns": 1_000_000_000}),
    );
    loaded(&mut service, PUSHES, &[]);
    for handle in [1, 2] {
        let (numbers, text) = judged(&mut service, handle, &push, WHOLE_INPUT);
        assert_eq!(numbers[3], 1, "{text}");
        assert!(text.contains("1970-01-01T00:00:01"), "{text}");
    }
}

#[test]
fn a_record_may_straddle_batches() {
    let mut service = Service::new();
    loaded(&mut service, RULES, &[]);
    let (head, tail) = EVENT.split_at(40);
    assert_eq!(judged(&mut service, 1, head, START).0[0], 0);
    assert_eq!(judged(&mut service, 1, tail, END).0[..4], [1, 0, 0, 1]);
}

#[test]
fn an_answer_ends_with_how_the_input_stands_the_rules_of_the_alerts_and_the_number_of_records() {
    let mut service = Service::new();
    loaded(&mut service, RULES, &[]);
    let mut end = |input: &str, length: usize| {
        let answer = service.eval(1, input.as_bytes(), START);
        answer[answer.len() - length..].to_vec()
    };
    let [none, one, three] = [0_u64, 1, 3].map(u64::to_le_bytes);
    assert_eq!(end("{}\n", 16), [one, none].concat());
    assert_eq!(end("{\n", 16), [none, none].concat());
    assert_eq!(end(EVENT, 20), [&one[..], &[0; 4], &one].concat());
    let held = json!({"message": format!("{EVENT}{EVENT}{EVENT}")});
    assert_eq!(
        end(&held.to_string(), 28),
        [&one[..], &[0; 12], &one].concat()
    );
    assert_eq!(end(&format!("nonsense\n{held}{held}"), 8), three);
}

/// The numbers of an answer, and the lines behind them.
fn split(service: &mut Service, input: &str, flags: u32) -> (Vec<u64>, String) {
    let answer = service.split(1, input.as_bytes(), flags);
    let count = u64::from_le_bytes(answer[..8].try_into().unwrap());
    let (numbers, lines) = answer.split_at(usize::try_from(24 + 24 * count).unwrap());
    let numbers = numbers
        .chunks(8)
        .map(|bytes| u64::from_le_bytes(bytes.try_into().unwrap()));
    (
        numbers.collect(),
        String::from_utf8(lines.to_vec()).unwrap(),
    )
}

#[test]
fn an_input_is_split_as_it_would_be_judged() {
    let mut service = Service::new();
    assert!(service.split(1, b"{}", WHOLE_INPUT).is_empty());
    loaded(&mut service, RULES, &[]);
    let (numbers, lines) = split(&mut service, r#"{"Records":[{"a":1},{"b":"#, START);
    assert_eq!((numbers, lines.as_str()), (vec![1, 0, 0, 1, 12, 7], ""));
    let (numbers, lines) = split(&mut service, "2}]}\nnonsense\n{\"c\":3}", END);
    assert_eq!(numbers, [2, 1, 1, 2, 20, 7, 4, 39, 7]);
    assert_eq!(
        lines,
        "{\"offset\":30,\"reason\":\"not a JSON object\",\"record\":3}\n"
    );
}

#[test]
fn a_record_is_judged_by_itself_whatever_input_is_under_way() {
    let mut service = Service::new();
    loaded(&mut service, RULES, &[]);
    let (head, tail) = EVENT.split_at(40);
    assert_eq!(judged(&mut service, 1, head, START).0[0], 0);
    assert_eq!(judged(&mut service, 1, EVENT, RECORD).0[..4], [1, 0, 0, 1]);
    let (numbers, text) = judged(&mut service, 1, "{\"a\":}", RECORD);
    assert_eq!(
        (numbers[1], text.contains("\"offset\":5")),
        (1, true),
        "{text}"
    );
    // An element of a list is no document, whatever is in it.
    let element = format!("{{\"detail\":{EVENT}}}");
    assert_eq!(
        judged(&mut service, 1, &element, RECORD).0[..4],
        [0, 0, 1, 0]
    );
    assert_eq!(judged(&mut service, 1, tail, END).0[..4], [1, 0, 0, 1]);
}

#[test]
fn wrappings_and_ids_are_asked_for_when_rules_are_loaded() {
    let mut service = Service::new();
    let mut load = |keys: Value| -> Value {
        let mut request: Value = serde_json::from_slice(&request(RULES, &[])).unwrap();
        let all = request.as_object_mut().unwrap();
        all.extend(keys.as_object().unwrap().clone());
        serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap()
    };
    let refused = load(json!({"wrapping": "paper"}));
    assert_eq!(refused["fatal"]["kind"], "settings");
    let message = refused["fatal"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("unknown wrapping `paper`, it must be one of auto, none, vector,"),
        "{message}"
    );
    let refused = load(json!({"alert_id": true, "settings": ["json_output=false"]}));
    assert_eq!(refused["fatal"]["kind"], "settings");
    assert_eq!(load(json!({"wrapping": "none"}))["ok"], true);
    assert_eq!(load(json!({"limits": {"max_wrappings": 0}}))["ok"], true);
    assert_eq!(load(json!({"alert_id": true}))["ok"], true);
    let wrapped = json!({"message": EVENT}).to_string();
    assert_eq!(
        judged(&mut service, 1, &wrapped, WHOLE_INPUT).0[..4],
        [0, 0, 1, 0]
    );
    assert_eq!(
        judged(&mut service, 2, &wrapped, WHOLE_INPUT).0[..4],
        [0, 1, 0, 0]
    );
    let (_, text) = judged(&mut service, 3, &wrapped, WHOLE_INPUT);
    assert!(text.starts_with("{\"alert_id\":\""), "{text}");
}

#[test]
fn rulesets_say_whether_they_need_their_events_in_order() {
    let mut service = Service::new();
    let numbered = RULES.replace("user=", "n=%evt.num user=");
    assert_eq!(loaded(&mut service, RULES, &[])["needs_order"], false);
    assert_eq!(loaded(&mut service, &numbered, &[])["needs_order"], true);
}

#[test]
fn an_unknown_handle_is_answered_with_nothing() {
    let mut service = Service::new();
    for handle in [0, 1, 7, u32::MAX] {
        assert!(
            service
                .eval(handle, EVENT.as_bytes(), WHOLE_INPUT)
                .is_empty()
        );
    }
}

#[test]
fn rulesets_are_independent_and_their_handles_are_used_again() {
    let mut service = Service::new();
    loaded(&mut service, RULES, &[]);
    assert_eq!(
        loaded(
            &mut service,
            &RULES.replace("CreateUser", "DeleteUser"),
            &[]
        )["handle"],
        2
    );
    assert_eq!(judged(&mut service, 2, EVENT, WHOLE_INPUT).0[3], 0);
    assert_eq!(
        called(&mut service, &json!({"op": "unload", "handle": 1})),
        json!({"ok": true})
    );
    assert_eq!(
        called(&mut service, &json!({"op": "unload", "handle": 1})),
        json!({"ok": false})
    );
    assert_eq!(loaded(&mut service, RULES, &[])["handle"], 1);
}

#[test]
fn no_more_rulesets_are_kept_than_the_bound_says() {
    let mut service = Service::new();
    for _ in 0..MAX_RULESETS {
        assert_eq!(loaded(&mut service, RULES, &[])["ok"], true);
    }
    let refused = loaded(&mut service, RULES, &[]);
    assert_eq!(refused["ok"], false);
    assert_eq!(refused["fatal"]["kind"], "settings");
}

#[test]
fn bad_rules_name_their_place_and_leave_no_handle() {
    let mut service = Service::new();
    let answer = loaded(&mut service, &RULES.replace("ct.name =", "ct.nme ="), &[]);
    assert_eq!(answer["ok"], false);
    assert_eq!(answer.get("handle"), None);
    assert_eq!(answer["fatal"]["kind"], "rules");
    let diagnostic = &answer["diagnostics"][0];
    assert_eq!(diagnostic["code"], "FN0001");
    assert_eq!(diagnostic["falco_code"], "LOAD_ERR_COMPILE_CONDITION");
    assert_eq!(
        (
            &diagnostic["file"],
            &diagnostic["line"],
            &diagnostic["column"]
        ),
        (&json!("r.yaml"), &json!(3), &json!(14))
    );
    assert!(answer["rendered"].as_str().unwrap().contains("ct.nme"));
}

#[test]
fn a_bad_setting_is_a_fault_of_the_settings() {
    let mut service = Service::new();
    for setting in ["rule_matching=some", "rule_maching=all", "novalue"] {
        let answer = loaded(&mut service, RULES, &[setting]);
        assert_eq!(answer["fatal"]["kind"], "settings", "{answer}");
    }
}

#[test]
fn a_request_that_is_not_understood_is_refused_in_words() {
    let mut service = Service::new();
    for bytes in ["", "{", r#"{"files": 3}"#, r#"{"fils": []}"#] {
        let answer: Value = serde_json::from_slice(service.load(bytes.as_bytes())).unwrap();
        assert!(
            answer["fatal"]["message"]
                .as_str()
                .unwrap()
                .starts_with("the request"),
            "{answer}"
        );
    }
    for request in [
        json!({}),
        json!({"op": "dance"}),
        json!({"op": "list", "what": "cats"}),
        json!({"op": "clock"}),
    ] {
        assert!(called(&mut service, &request)["error"].is_string());
    }
}

#[test]
fn statistics_are_told_only_where_alerts_are_text() {
    let mut service = Service::new();
    loaded(&mut service, RULES, &[]);
    loaded(&mut service, RULES, &["json_output=false"]);
    judged(&mut service, 2, EVENT, WHOLE_INPUT);
    let ask = |service: &mut Service, handle| {
        called(service, &json!({"op": "statistics", "handle": handle}))
    };
    assert_eq!(ask(&mut service, 1), json!({"text": null}));
    let text = "Events detected: 1\nRule counts by severity:\n   WARNING: 1\nTriggered rules by rule name:\n   user created: 1\n";
    assert_eq!(ask(&mut service, 2), json!({"text": text}));
    assert!(ask(&mut service, 3)["error"].is_string());
    let told = |matches: Value| json!({"op": "statistics", "handle": 2, "matches": matches});
    let answer = called(&mut service, &told(json!([7])));
    assert!(
        answer["text"]
            .as_str()
            .unwrap()
            .ends_with("user created: 7\n")
    );
    assert!(called(&mut service, &told(json!(7)))["error"].is_string());
}

#[test]
fn a_profile_says_what_each_rule_cost_and_what_it_is_found_by() {
    let other = RULES
        .replace("user created", "any")
        .replace("ct.name = CreateUser", "ct.user exists");
    let rules = RULES.to_owned() + &other;
    let request = json!({"files": [{"name": "r.yaml", "text": rules}], "profile": true});
    let mut service = Service::new();
    let loaded: Value =
        serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap();
    assert_eq!(loaded["ok"], true, "{loaded}");
    let ask = json!({"op": "profile", "handle": 1});
    assert!(called(&mut service, &ask)["activity"].as_u64().is_some());
    judged(
        &mut service,
        1,
        &(EVENT.to_owned() + &EVENT.replace("CreateUser", "GetUser")),
        WHOLE_INPUT,
    );
    let profile = called(&mut service, &ask);
    let found_by = json!({"expression": "ct.name", "values": [{"text": "CreateUser", "share": "whole"}], "count": 1});
    let first = json!({"name": "user created", "found_by": found_by, "considered": 1, "judged": 1, "matched": 1, "tests": 1});
    let second = json!({"name": "any", "found_by": null, "considered": 2, "judged": 1, "matched": 0, "tests": 1});
    assert_eq!(profile["costs"], json!([first, second]));
    assert_eq!(profile["glanced"], 0);
}

#[test]
fn rules_that_are_not_profiled_have_no_profile() {
    let mut service = Service::new();
    loaded(&mut service, RULES, &[]);
    for handle in [1, 2] {
        assert!(
            called(&mut service, &json!({"op": "profile", "handle": handle}))["error"].is_string()
        );
    }
}
