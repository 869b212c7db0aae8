//! nocontact.
pub mod countdown;
