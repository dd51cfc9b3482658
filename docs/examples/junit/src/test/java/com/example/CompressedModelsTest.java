package com.example;

import dev.touchstone.junit.Scenarios;

/** The scenarios in {@code src/test/touchstone}, for tools that look for classes. */
@Scenarios
class CompressedModelsTest {}
