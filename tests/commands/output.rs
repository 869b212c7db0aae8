//! What is true of every command's output.
