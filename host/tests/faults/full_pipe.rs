//! Nobody reads the pipe that alerts go to, and then somebody does.

use std::io::{BufRead as _, BufReader, PipeReader};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::load::Load;
use crate::running::{Place, users};

fn lines(pipe: PipeReader) -> Vec<String> {
    let lines = BufReader::new(pipe).lines();
    lines.map(|line| line.unwrap()).collect()
}

#[test]
fn a_pipe_that_nobody_reads_holds_up_what_is_required_and_loses_nothing() {
    let Some(place) = Place::new() else { return };
    place.send_alerts_to("  - {type: stdout, required: true}\n");
    let (reader, writer) = std::io::pipe().unwrap();
    let sidecar = place.start_with(|command| command.stdout(writer));
    let mut load = Load::start(&sidecar.events, 4);
    let mut before = usize::MAX;
    while before != load.ledger().acknowledged() {
        before = load.ledger().acknowledged();
        thread::sleep(Duration::from_millis(1500));
    }
    let (give, take) = channel();
    let reading = thread::spawn(move || give.send(lines(reader)).unwrap());
    load.wait_for(10);
    let ledger = load.settle();
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    reading.join().unwrap();
    let alerts = take.recv().unwrap().join("\n");
    let account = ledger.account(&users(&alerts), 0);
    account.must_balance("a full pipe");
}
