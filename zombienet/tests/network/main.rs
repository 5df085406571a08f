//! What a network of real nodes does, one behaviour a file. One binary, so that the networks run
//! beside each other: they mostly wait for slots.

mod equivocating_validator_is_slashed;
mod fifth_node_joins_by_warp_sync;
mod four_validators_finalise;
mod killed_validator_catches_up;
mod referendum_upgrades_the_runtime;
mod reporters_keep_a_feed_honest;
mod session_rotates_keys;
mod validators_join_and_leave_by_stake;
