;; A module that tries what WASI has. For each batch it answers with one alert: what each call returned, as numbers in hexadecimal.
;; A batch that begins with `{X` ends the process, one with `{T` gives up; before that it speaks on its standard error.
(module
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept" (func $sock_accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 64)
  (data (i32.const 64) "ANSWER")
  (data (i32.const 8192) "etc/passwd")
  ;; A vector of one buffer: the words on standard error, and one of eight bytes to read into.
  (data (i32.const 8208) "\00\21\00\00\0c\00\00\00")
  (data (i32.const 8216) "\40\21\00\00\08\00\00\00")
  (data (i32.const 8448) "guest speaks")
  (global $end (mut i32) (i32.const 0))

  (func (export "falconet_abi") (result i32) i32.const 1)
  (func (export "falconet_alloc") (param i32) (result i32) i32.const 1048576)
  (func (export "falconet_free") (param i32 i32))
  (func $answer (param i32 i32) (result i64) (i64.const ANSWER_PACKED))
  (export "falconet_load" (func $answer))
  (export "falconet_call" (func $answer))
  (func (export "falconet_last_error") (result i64) i64.const 0)

  ;; Appends a byte to the line.
  (func $byte (param $byte i32)
    (i32.store8 (global.get $end) (local.get $byte))
    (global.set $end (i32.add (global.get $end) (i32.const 1))))
  ;; Appends a number, and a space behind it.
  (func $number (param $number i32)
    (local $shift i32) (local $digit i32)
    (local.set $shift (i32.const 32))
    (loop $next
      (local.set $shift (i32.sub (local.get $shift) (i32.const 4)))
      (local.set $digit (i32.and (i32.const 15) (i32.shr_u (local.get $number) (local.get $shift))))
      (if (i32.or (i32.eqz (local.get $shift)) (i32.ne (i32.const 0) (i32.shr_u (local.get $number) (local.get $shift))))
        (then (call $byte (select
          (i32.add (local.get $digit) (i32.const 48)) (i32.add (local.get $digit) (i32.const 87))
          (i32.lt_u (local.get $digit) (i32.const 10))))))
      (br_if $next (local.get $shift)))
    (call $byte (i32.const 32)))
  ;; Appends the number that lies at an address.
  (func $word (param $at i32) (call $number (i32.load (local.get $at))))

  (func $open (param $fd i32) (result i32)
    (call $path_open (local.get $fd) (i32.const 0) (i32.const 8192) (i32.const 10) (i32.const 0) (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 8200)))

  (func (export "falconet_eval") (param $handle i32) (param $start i32) (param $len i32) (param $flags i32) (result i64)
    (local $second i32)
    (global.set $end (i32.const 65584))
    (drop (call $fd_write (i32.const 2) (i32.const 8208) (i32.const 1) (i32.const 8200)))
    (local.set $second (i32.load8_u (i32.add (local.get $start) (i32.const 1))))
    (if (i32.eq (local.get $second) (i32.const 88)) (then (call $proc_exit (i32.const 7))))
    (if (i32.eq (local.get $second) (i32.const 84)) (then unreachable))
    ;; No folder is open, so no file can be.
    (call $number (call $open (i32.const 0)))
    (call $number (call $open (i32.const 3)))
    (call $number (call $open (i32.const 4)))
    (call $number (call $fd_prestat_get (i32.const 3) (i32.const 8224)))
    ;; No variables, no arguments: how many, and how long.
    (call $number (call $environ_sizes_get (i32.const 8224) (i32.const 8228)))
    (call $word (i32.const 8224))
    (call $word (i32.const 8228))
    (call $number (call $args_sizes_get (i32.const 8224) (i32.const 8228)))
    (call $word (i32.const 8224))
    (call $word (i32.const 8228))
    ;; Chance repeats, and the time stands still.
    (call $number (call $random_get (i32.const 8224) (i32.const 4)))
    (call $word (i32.const 8224))
    (call $number (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 8224)))
    (call $word (i32.const 8224))
    (call $word (i32.const 8228))
    ;; Nothing comes in, nothing goes out, nobody waits.
    (call $number (call $fd_read (i32.const 0) (i32.const 8216) (i32.const 1) (i32.const 8200)))
    (call $word (i32.const 8200))
    (call $number (call $sock_accept (i32.const 3) (i32.const 0) (i32.const 8200)))
    (call $number (call $poll_oneoff (i32.const 8704) (i32.const 8800) (i32.const 1) (i32.const 8200)))
    (i32.store8 (i32.sub (global.get $end) (i32.const 1)) (i32.const 10))
    (i64.store (i32.const 65536) (i64.const 1))
    (i64.store (i32.const 65560) (i64.const 1))
    (i64.store (i32.const 65568) (i64.extend_i32_u (i32.sub (global.get $end) (i32.const 65584))))
    (i64.or (i64.const 0x1000000000000) (i64.extend_i32_u (i32.sub (global.get $end) (i32.const 65536))))))
