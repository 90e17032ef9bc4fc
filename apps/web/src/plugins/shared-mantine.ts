import '@mantine/core/styles.layer.css';

export * from '@mantine/core';
