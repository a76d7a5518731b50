//! Judging an event that no rule matches allocates nothing, once the engine has seen some: its memory is reused.

#[cfg(test)]
mod tests {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::cell::Cell;
    use std::io::Read as _;

    use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};
    use flate2::read::GzDecoder;

    const SHIPPED: &str = include_str!("../../../rules/aws_cloudtrail.yaml");
    const SAMPLE: &[u8] = include_bytes!("../../../benches/yardsticks/sample.ndjson.gz");

    /// What the host gives the module at once.
    const BATCH: usize = 1 << 20;

    /// Events of the sample that are judged.
    const EVENTS: usize = 200;

    thread_local! {
        /// Allocations of this thread: tests run beside each other.
        static COUNT: Cell<u64> = const { Cell::new(0) };
    }

    /// The system's allocator, counting.
    struct Counting;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    fn count() {
        // A thread that ends has no counter any more.
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
    }

    #[expect(unsafe_code, reason = "only an allocator sees what is allocated")]
    // SAFETY: everything is passed on to the system's allocator as it came.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            count();
            // SAFETY: the caller's promises are ours.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            // SAFETY: the caller's promises are ours.
            unsafe { System.dealloc(pointer, layout) }
        }

        unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            count();
            // SAFETY: the caller's promises are ours.
            unsafe { System.realloc(pointer, layout, size) }
        }
    }

    fn engine(rules: &str) -> Engine {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        assert!(loader.load("rules.yaml", rules).successful());
        let mut settings = Settings::default();
        settings.apply("rule_matching=all").unwrap();
        Engine::new(
            &loader.into_ruleset().unwrap(),
            &catalogue,
            &settings,
            &Environment::default(),
            Limits::default(),
        )
        .unwrap()
    }

    /// Generated events that none of these rules matches.
    fn unmatched(rules: &str) -> Vec<u8> {
        let mut sample = Vec::new();
        GzDecoder::new(SAMPLE).read_to_end(&mut sample).unwrap();
        let mut engine = engine(rules);
        let mut out = BatchResult::default();
        let lines = sample.split_inclusive(|byte| *byte == b'\n').take(EVENTS);
        let kept = lines.filter(|line| {
            engine.eval(line, true, true, &mut out);
            assert_eq!(out.events, 1);
            out.alerts == 0
        });
        kept.flatten().copied().collect()
    }

    /// The lines as the elements of a list.
    fn in_list(lines: &[u8]) -> Vec<u8> {
        let comma = |byte: &u8| if *byte == b'\n' { b',' } else { *byte };
        let elements: Vec<u8> = lines.iter().map(comma).collect();
        [b"{\"Records\":[", elements.as_slice(), b"{}]}"].concat()
    }

    /// Judges an input in batches; answers events and alerts.
    fn judge(engine: &mut Engine, input: &[u8], batch: usize, out: &mut BatchResult) -> (u64, u64) {
        let (mut events, mut alerts) = (0, 0);
        let batches = input.chunks(batch);
        let last = batches.len() - 1;
        for (number, batch) in batches.enumerate() {
            engine.eval(batch, number == 0, number == last, out);
            events += out.events;
            alerts += out.alerts;
        }
        (events, alerts)
    }

    /// Judges unmatched events of these rules, three times over and then once more with its allocations counted.
    fn allocations(rules: &str, batch: usize, wrapped: bool) -> u64 {
        let lines = unmatched(rules);
        let events = lines.split_inclusive(|byte| *byte == b'\n').count() as u64;
        assert!(events > 150, "{events} events are unmatched");
        let input = if wrapped { in_list(&lines) } else { lines };
        let mut engine = engine(rules);
        let mut out = BatchResult::default();
        let mut run = || judge(&mut engine, &input, batch, &mut out);
        for _ in 0..3 {
            assert_eq!(run(), (events, 0));
        }
        let before = COUNT.get();
        let judged = run();
        let after = COUNT.get();
        assert_eq!(judged, (events, 0));
        after - before
    }

    #[test]
    fn the_counter_counts() {
        let before = COUNT.get();
        drop(std::hint::black_box(vec![0_u8; 100]));
        assert_eq!(COUNT.get() - before, 1);
    }

    #[test]
    fn the_shipped_rules_allocate_nothing() {
        assert_eq!(allocations(SHIPPED, BATCH, false), 0);
    }

    #[test]
    fn records_that_straddle_batches_allocate_nothing() {
        assert_eq!(allocations(SHIPPED, 5000, false), 0);
    }

    #[test]
    fn records_of_a_list_allocate_nothing() {
        assert_eq!(allocations(SHIPPED, BATCH, true), 0);
    }

    /// Rules that nothing rules out: each is judged for every event.
    #[test]
    fn operators_and_fields_allocate_nothing() {
        for condition in [
            "ct.name = NoSuchName",
            "ct.user != \"\" and ct.name = NoSuchName",
            "ct.request contains no-such-text-anywhere",
            "ct.request regex \".*no-such[0-9]+text.*\"",
            "ct.name regex \"^NoSuch.*\"",
            "ct.name startswith NoSuch",
            "ct.name endswith NoSuch",
            "ct.name icontains nosuchname",
            "ct.name glob \"*No*Such*\"",
            "ct.srcip in (192.0.2.1, 192.0.2.2)",
            "ct.name in (NoSuch, SuchNo)",
            "ct.name pmatch (/no/such)",
            "ct.user.identitytype in (NoSuch) or ct.error in (NoSuch)",
            "tolower(ct.name) = nosuchname",
            "toupper(ct.user) = NOSUCHUSER",
            "basename(ct.user.arn) = nosuchname",
            "concat(ct.user, ct.name) = nosuchname",
            "join(\"-\", (ct.user, ct.name)) = nosuchname",
            "len(ct.name) > 1000",
            "ct.name = val(ct.region)",
            "json.value[/requestParameters/bucketName] = nosuchbucket",
            "json.value[/userIdentity] contains no-such-text",
            "json.obj contains no-such-text",
            "evt.rawtime < 5",
            "ct.time = nosuchtime",
            "ct.info contains no-such-text-anywhere",
            "s3.bucket = nosuchbucket or ec2.name = nosuchname",
        ] {
            let rule = format!(
                "- {{rule: r, desc: d, condition: '{condition}', output: '%ct.user', priority: INFO, source: aws_cloudtrail}}"
            );
            assert_eq!(allocations(&rule, BATCH, false), 0, "{condition}");
        }
    }
}
