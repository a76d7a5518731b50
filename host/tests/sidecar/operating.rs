//! Being operated: health, metrics, reading the rules again, stopping.

use crate::running::{Place, RULES, event};

#[test]
fn operators_see_what_was_done() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    assert_eq!(sidecar.ask("/healthz").code, 200);
    assert_eq!(sidecar.ask("/readyz").body, "ready\n");
    sidecar.send(event("a").as_bytes());
    let metrics = sidecar.ask("/metrics").body;
    for line in [
        "falconet_events_total 1",
        r#"falconet_alerts_total{rule="user created",priority="Warning"} 1"#,
        r#"falconet_answers_total{code="200"} 1"#,
        "falconet_rules 1",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}

#[test]
fn rules_are_read_again_and_bad_ones_change_nothing() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    place.write("rules.yaml", &format!("{RULES}- rule: broken\n"));
    let refused = sidecar.tell("/-/reload");
    assert_eq!(refused.code, 422);
    assert!(refused.body.contains("rules.yaml:7"), "{refused:?}");
    sidecar.send(event("a").as_bytes());
    assert_eq!(place.users(), ["a"]);
    place.write("rules.yaml", &RULES.replace("CreateUser", "DeleteUser"));
    assert_eq!(sidecar.tell("/-/reload").body, "1 rules take part\n");
    sidecar.send(event("b").as_bytes());
    assert_eq!(place.users(), ["a"]);
    place.write("rules.yaml", RULES);
    sidecar.signal("HUP");
    let reloaded = || {
        sidecar
            .ask("/metrics")
            .body
            .contains(r#"falconet_reloads_total{result="success"} 2"#)
    };
    while !reloaded() {
        std::thread::yield_now();
    }
    sidecar.send(event("c").as_bytes());
    assert_eq!(place.users(), ["a", "c"]);
}

#[test]
fn it_stops_when_it_is_told_to() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    sidecar.send(event("a").as_bytes());
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    assert_eq!(place.users(), ["a"]);
}

#[test]
fn a_configuration_is_checked_with_its_rules() {
    let Some(place) = Place::new() else { return };
    let check = || {
        let ran = place.command(&["run", "--check-config"]).output().unwrap();
        let said = [ran.stdout, ran.stderr].map(|said| String::from_utf8(said).unwrap());
        (ran.status.code().unwrap(), said.concat())
    };
    let (code, said) = check();
    assert!(code == 0 && said.contains("1 take part"), "{said}");
    place.configure("outptus: []\n");
    let (code, said) = check();
    assert_eq!(code, 1);
    assert!(
        said.contains("line 9 column 1: there is no key `outptus`: did you mean `outputs`?"),
        "{said}"
    );
    place.configure("");
    place.write("rules.yaml", &format!("{RULES}- rule: broken\n"));
    let (code, said) = check();
    assert!(code == 1 && said.contains("rules.yaml:7"), "{said}");
}

#[test]
fn what_is_printed_is_a_configuration_and_the_environment_is_in_it() {
    let Some(place) = Place::new() else { return };
    let print = |options: &[&str]| {
        let arguments = [&["run", "--print-config"], options].concat();
        let mut command = place.command(&arguments);
        command
            .env("FALCONET_LIMITS__THREADS", "3")
            .env("FALCONET_SOURCE", "aws_cloudtrail");
        let ran = command.output().unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    let printed = print(&["--source", "okta"]);
    assert!(
        printed.contains("\n  threads: 3\n") && printed.contains("\nsource: okta\n"),
        "{printed}"
    );
    place.write("falconet.yaml", &printed);
    assert_eq!(print(&["--source", "okta"]), printed);
    std::fs::remove_file(place.path("falconet.yaml")).unwrap();
    let begun = print(&[]);
    // As a shell does it: `falconet run --print-config > falconet.yaml`.
    place.write("falconet.yaml", "");
    assert_eq!(print(&[]), begun);
    place.write("falconet.yaml", &begun);
    let checked = place.command(&["run", "--check-config"]).output().unwrap();
    assert!(checked.status.success(), "{checked:?}");
}
