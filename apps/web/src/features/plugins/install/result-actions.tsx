import type { PluginOperation } from '@braindrive/contracts';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useBeginOperation, useInstallView, useOperationActions } from '../use-operations.ts';
import { usePagePath } from '../use-page-path.ts';
import { useInstalledPlugins } from '../use-plugins.ts';
import { chooseArchive } from './choose-archive.ts';
import classes from './install.module.css';
import { useUpload } from './use-upload.ts';

interface ActionProps {
  readonly operation: PluginOperation;
  readonly onClose: () => void;
}

/** What can be done with a plugin that was just installed: open its page, or look at it. */
export function ResultActions({ operation, onClose }: ActionProps) {
  const navigate = useNavigate();
  const installed = useInstalledPlugins().find(({ slug }) => slug === operation.plugin?.slug);
  const pagePath = usePagePath(installed?.slug);
  const go = (path: string) => void navigate(path);
  return (
    <>
      {installed !== undefined && (
        <Button
          variant="subtle"
          className={classes.quiet ?? ''}
          onClick={() => go(`/plugins/installed/${installed.slug}`)}
        >
          Details
        </Button>
      )}
      {pagePath !== null ? (
        <Button variant="filled" onClick={() => go(pagePath)}>
          Open
        </Button>
      ) : (
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      )}
    </>
  );
}

/** The ways out of a failure: the same again, or another place. */
export function FailedActions({ operation, onClose }: ActionProps) {
  const { install, update } = useBeginOperation();
  const { ask, slug: askedSlug } = useInstallView();
  const { forget } = useOperationActions();
  const upload = useUpload();
  const { source, kind } = operation;
  const slug = operation.plugin?.slug ?? askedSlug;
  const leave = () => forget(operation.id);
  const again = () => {
    if (kind === 'update' && slug !== null)
      update.mutate({ slug, version: null }, { onSuccess: leave });
    else install.mutate({ source, ...(slug !== null && { slug }) }, { onSuccess: leave });
  };
  const isUpload = source.kind === 'upload';
  const needsSlug = kind === 'update' || source.kind === 'registry';
  const canRepeat = !isUpload && (!needsSlug || slug !== null);
  return (
    <>
      <Button variant="subtle" className={classes.quiet ?? ''} onClick={onClose}>
        Close
      </Button>
      {kind === 'install' && (
        <Button
          onClick={() => {
            leave();
            ask();
          }}
        >
          Another place
        </Button>
      )}
      {isUpload && (
        <Button
          variant="filled"
          onClick={() =>
            chooseArchive((file) => {
              leave();
              upload(file);
            })
          }
        >
          Choose a file
        </Button>
      )}
      {canRepeat && (
        <Button variant="filled" loading={install.isPending || update.isPending} onClick={again}>
          Try again
        </Button>
      )}
    </>
  );
}
