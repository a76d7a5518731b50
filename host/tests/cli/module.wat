;; A module that speaks the ABI and knows no rules. Each byte of a batch comes back as it is, as alert lines. Some bytes do more:
;; T traps with a message, L loops forever, G grows the memory until it is refused and then gives up, S recurses forever,
;; I calls an import, ! is a malformed record, ~ answers outside the memory. Between ( and ) something is unfinished, and x comes back
;; as y there. Where nothing is, the module is at rest behind a newline. Rules with a § in them recurse forever, too.
(module
  (import "./glue.js" "unknown" (func $unknown))
  (memory (export "memory") 80)
  (data (i32.const 64) "ANSWER")
  (data (i32.const 32768) "{\"record\": 7, \"offset\": 12, \"reason\": \"no \\u001b JSON\"}\n")
  (data (i32.const 33000) "panicked at the test")
  ;; What it keeps between calls lies in its memory, as with the real one. Memory is given from 4 MiB on, out of the way of what lies below.
  (data (i32.const 34000) "\00\00\40\00")

  (func (export "falconet_abi") (result i32) i32.const VERSION)

  (func $alloc (export "falconet_alloc") (param $len i32) (result i32)
    (local $start i32)
    (local.set $start (i32.load (i32.const 34000 (; next ;))))
    (i32.store (i32.const 34000 (; next ;)) (i32.add (i32.load (i32.const 34000 (; next ;))) (i32.add (local.get $len) (i32.const 64))))
    (block $enough
      (br_if $enough (i32.le_u (i32.load (i32.const 34000 (; next ;))) (i32.mul (memory.size) (i32.const 65536))))
      (br_if $enough (i32.ne (i32.const -1) (memory.grow (i32.const 40))))
      (return (i32.const 0)))
    (local.get $start))

  ;; Only the last allocation is ever given back.
  (func (export "falconet_free") (param $start i32) (param $len i32)
    (if (i32.eq (i32.load (i32.const 34000 (; next ;))) (i32.add (local.get $start) (i32.add (local.get $len) (i32.const 64))))
      (then (i32.store (i32.const 34000 (; next ;)) (local.get $start)))))

  (func $packed (param $start i32) (param $len i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get $start)) (i64.const 32)) (i64.extend_i32_u (local.get $len))))

  (func (export "falconet_load") (param $start i32) (param $len i32) (result i64)
    (local $at i32)
    (loop $next
      (if (i32.eq (i32.const 0xa7c2) (i32.load16_u (i32.add (local.get $start) (local.get $at)))) (then (drop (call $recurse (i32.const 0)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $len))))
    (call $packed (i32.const 64) (i32.const ANSWER_LEN)))
  (func (export "falconet_call") (param i32 i32) (result i64) (call $packed (i32.const 64) (i32.const ANSWER_LEN)))
  (func (export "falconet_last_error") (result i64) (i64.load (i32.const 34008 (; said ;))))

  (func $trap
    (i64.store (i32.const 34008 (; said ;)) (call $packed (i32.const 33000) (i32.const 20)))
    unreachable)
  (func $loop (loop $again (br $again)))
  (func $grow
    (loop $again (br_if $again (i32.ne (i32.const -1) (memory.grow (i32.const 16)))))
    unreachable)
  (func $recurse (param i32) (result i32)
    (i32.add (call $recurse (i32.add (local.get 0) (i32.const 1))) (local.get 0)))

  (func $judge (param $byte i32)
    (if (i32.eq (local.get $byte) (i32.const 10)) (then (i64.store (i32.const 34016 (; events ;)) (i64.add (i64.load (i32.const 34016 (; events ;))) (i64.const 1)))))
    (if (i32.eq (local.get $byte) (i32.const 33)) (then (i64.store (i32.const 34024 (; malformed ;)) (i64.add (i64.load (i32.const 34024 (; malformed ;))) (i64.const 1)))))
    (if (i32.eq (local.get $byte) (i32.const 40)) (then (i32.store (i32.const 34032 (; unfinished ;)) (i32.const 1))))
    (if (i32.eq (local.get $byte) (i32.const 41)) (then (i32.store (i32.const 34032 (; unfinished ;)) (i32.const 0))))
    (if (i32.eq (local.get $byte) (i32.const 84)) (then (call $trap)))
    (if (i32.eq (local.get $byte) (i32.const 76)) (then (call $loop)))
    (if (i32.eq (local.get $byte) (i32.const 71)) (then (call $grow)))
    (if (i32.eq (local.get $byte) (i32.const 73)) (then (call $unknown)))
    (if (i32.eq (local.get $byte) (i32.const 83)) (then (drop (call $recurse (i32.const 0))))))

  (func (export "falconet_eval") (param $handle i32) (param $start i32) (param $len i32) (param $flags i32) (result i64)
    (local $at i32) (local $problems i32) (local $last i32)
    (if (i32.and (local.get $flags) (i32.const 1)) (then (i32.store (i32.const 34032 (; unfinished ;)) (i32.const 0))))
    (i64.store (i32.const 34016 (; events ;)) (i64.const 0))
    (i64.store (i32.const 34024 (; malformed ;)) (i64.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $len)))
        (call $judge (i32.load8_u (i32.add (local.get $start) (local.get $at))))
        (if (i32.eq (i32.const 126) (i32.load8_u (i32.add (local.get $start) (local.get $at)))) (then (return (i64.const -1))))
        (local.set $last (i32.load8_u (i32.add (local.get $start) (local.get $at))))
        (i32.store8 (i32.add (i32.const 65584) (local.get $at))
          (i32.add (local.get $last) (i32.and (i32.load (i32.const 34032 (; unfinished ;))) (i32.eq (local.get $last) (i32.const 120)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    ;; What follows a batch must be zero.
    (if (i64.ne (i64.const 0) (i64.load (i32.add (local.get $start) (local.get $len)))) (then (call $trap)))
    (if (i64.gt_u (i64.load (i32.const 34024 (; malformed ;))) (i64.const 0)) (then (local.set $problems (i32.const 56))))
    (memory.copy (i32.add (i32.const 65584) (local.get $len)) (i32.const 32768) (local.get $problems))
    (i64.store (i32.const 65536) (i64.load (i32.const 34016 (; events ;))))
    (i64.store (i32.const 65544) (i64.load (i32.const 34024 (; malformed ;))))
    (i64.store (i32.const 65552) (i64.extend_i32_u (local.get $flags)))
    (i64.store (i32.const 65560) (i64.load (i32.const 34016 (; events ;))))
    (i64.store (i32.const 65568) (i64.extend_i32_u (local.get $len)))
    (i64.store (i32.const 65576) (i64.extend_i32_u (local.get $problems)))
    (local.set $at (i32.add (local.get $len) (local.get $problems)))
    (i64.store (i32.add (i32.const 65584) (local.get $at)) (i64.extend_i32_u
      (i32.and (i32.eqz (i32.load (i32.const 34032 (; unfinished ;)))) (i32.eq (local.get $last) (i32.const 10)))))
    (call $packed (i32.const 65536) (i32.add (i32.const 56) (local.get $at)))))
